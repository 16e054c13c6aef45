"""Figures. Every amount here is invented and no region's real one."""

from datetime import date

import factory

from jobsboard.policies.models import MinimumWage
from tests.factories.accounts import UserFactory


class MinimumWageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MinimumWage

    region = "440300"
    month = 1000
    hour = 10
    valid_from = date(2020, 1, 1)
    source_name = "测试市关于最低工资标准的通知"
    source_url = "https://gov.example.cn/notice"
    entered_by = factory.SubFactory(UserFactory)
