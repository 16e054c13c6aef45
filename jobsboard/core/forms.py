"""How every form is drawn."""

from django.forms.renderers import TemplatesSetting


class BoardRenderer(TemplatesSetting):
    """Labels above, help below them, errors that repeat what was entered (templates/forms/)."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
