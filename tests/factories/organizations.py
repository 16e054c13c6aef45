"""Stations, employers, providers and memberships."""

import factory

from jobsboard.core.actor import Role
from jobsboard.core.identifiers import credit_code_check_digit
from jobsboard.organizations.models import (
    Employer,
    EmployerState,
    Membership,
    Provider,
    Station,
    StationKind,
)
from tests.factories.accounts import UserFactory


def credit_code(number: int) -> str:
    """Return a code with a right check digit in a range that is never issued (region 999999)."""
    body = f"91999999{number:09d}"
    return body + credit_code_check_digit(body)


class StationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Station

    class Params:
        """Below the county centre unless `county=True`."""

        county = factory.Trait(
            code="431127", name="蓝山县退役军人服务中心", kind=StationKind.COUNTY, parent=None, path="431127/"
        )
        shenzhen = factory.Trait(
            code="SZ",
            name="蓝山县驻深圳退役军人服务站",
            kind=StationKind.REMOTE,
            region="440300",
            serves="440300",
        )
        dongguan = factory.Trait(
            code="DG",
            name="蓝山县驻东莞退役军人服务站",
            kind=StationKind.REMOTE,
            region="441900",
            serves="441900",
        )

    code = factory.Sequence(lambda n: f"T{n:03d}")
    name = factory.Sequence(lambda n: f"测试乡{n}退役军人服务站")
    kind = StationKind.TOWNSHIP
    region = "431127"
    parent = factory.SubFactory("tests.factories.organizations.StationFactory", county=True)
    path = factory.LazyAttribute(lambda s: f"{s.parent.path if s.parent else ''}{s.code}/")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        # One county centre however many stations a test makes.
        if kwargs["kind"] == StationKind.COUNTY:
            return model_class.objects.get_or_create(code=kwargs["code"], defaults=kwargs)[0]
        return super()._create(model_class, *args, **kwargs)


class EmployerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Employer

    class Params:
        verified = factory.Trait(state=EmployerState.VERIFIED)

    name = factory.Sequence(lambda n: f"测试电子厂{n}")
    credit_code = factory.Sequence(credit_code)
    region = "440300"


class ProviderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Provider

    name = factory.Sequence(lambda n: f"测试职业培训学校{n}")
    region = "431127"


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    class Params:
        recruiter = factory.Trait(
            role=Role.RECRUITER, station=None, employer=factory.SubFactory(EmployerFactory, verified=True)
        )
        provider_staff = factory.Trait(role=Role.PROVIDER, station=None, provider=factory.SubFactory(ProviderFactory))

    user = factory.SubFactory(UserFactory)
    role = Role.COUNSELOR
    station = factory.SubFactory(StationFactory, county=True)
