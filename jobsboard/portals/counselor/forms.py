"""What a counselor fills in."""

from django import forms


class RecommendationForm(forms.Form):
    note = forms.CharField(
        label="推荐理由",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="本人会看到。写一句人话，例如“离家近，长白班，您的低压电工证正好用上”。",
    )


class CaseloadFilterForm(forms.Form):
    show = forms.ChoiceField(
        label="名单",
        required=False,
        choices=[("mine", "我负责的"), ("all", "本站及下级全部")],
    )
    waiting = forms.BooleanField(label="只看还没收到推荐的", required=False)
