"""People who sign in."""

import factory

from jobsboard.accounts.models import User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    # No operator issues numbers that begin with 120.
    phone = factory.Sequence(lambda n: f"120{n:08d}")
    name = factory.Sequence(lambda n: f"测试人{n}")
    password = "!"
