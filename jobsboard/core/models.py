"""Base classes of the nouns."""

from django.core.validators import RegexValidator
from django.db import models

validate_region = RegexValidator(r"^\d{6}(\d{3})?$", "请填写六位行政区划代码")


class TimestampedModel(models.Model):
    """When a row was made and last changed."""

    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        abstract = True


class RegionField(models.CharField):
    """A division code of GB/T 2260 (six digits; nine for a town); empty when unknown."""

    default_validators = [validate_region]

    def __init__(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        kwargs.setdefault("max_length", 9)
        super().__init__(*args, **kwargs)
