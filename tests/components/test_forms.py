"""A Django form through crispy, as GOV.UK Frontend wants it."""

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template
from django.utils.html import format_html
from lxml import html

from config.lib.form_fields import Look


class Signing(forms.Form):
    page_heading = "kind"
    looks = {
        "kind": Look(
            hints={"school": "Any school"},
            reveals={"other": "which"},
            divider_before="other",
            classes="govuk-radios--x",
        ),
        "name": Look(classes="govuk-input--width-20"),
    }

    kind = forms.ChoiceField(
        label="Who is signing?",
        choices=[("", "---------"), ("school", "A school"), ("parent", "A parent carer"), ("other", "Somebody else")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who is signing"},
    )
    which = forms.CharField(label="Who?", required=False)
    name = forms.CharField(
        label="Your name",
        help_text="As people will see it",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(label="Your e-mail")
    promise = forms.CharField(label="What will you do?", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    days = forms.MultipleChoiceField(
        label="Which days?", choices=[("m", "Monday"), ("t", "Tuesday")], widget=forms.CheckboxSelectMultiple
    )
    publish = forms.BooleanField(label="Publish my name", help_text="On the list", required=False)
    area = forms.ChoiceField(label="Area", choices=[("", "Choose"), ("Places", [("n", "North")])], required=False)
    count = forms.IntegerField(label="How many?", min_value=1, required=False)
    password = forms.CharField(label="Password", required=False, widget=forms.PasswordInput)
    draft = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: dict[str, object] | None = None) -> None:
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.add_input(Submit("go", "Continue"))


def shown(form: forms.Form) -> html.HtmlElement:
    return html.fragment_fromstring(render_crispy_form(form, context={"csrf_token": "t"}), create_parent="main")


def one(page: html.HtmlElement, selector: str) -> html.HtmlElement:
    found = page.cssselect(selector)
    assert len(found) == 1, f"{selector}: {len(found)}"
    return found[0]


def test_empty_form_has_no_errors_and_no_browser_bubbles() -> None:
    page = shown(Signing())

    assert one(page, "form").get("novalidate") is not None
    assert page.cssselect(".govuk-error-summary, .govuk-error-message, .govuk-form-group--error, [required]") == []
    assert page.cssselect("[aria-describedby='']") == []


def test_page_heading_is_h1_in_legend() -> None:
    page = shown(Signing())

    heading = one(page, "h1")
    assert heading.text_content().strip() == "Who is signing?"
    assert heading.xpath("string(../@class)") == "govuk-fieldset__legend govuk-fieldset__legend--l"


def test_radios_have_hints_divider_and_no_empty_choice() -> None:
    page = shown(Signing())

    radios = page.cssselect("input[type=radio]")
    assert [(radio.get("id"), radio.get("value")) for radio in radios] == [
        ("id_kind", "school"),
        ("id_kind-2", "parent"),
        ("id_kind-4", "other"),
    ]
    assert radios[0].get("aria-describedby") == "id_kind-item-hint"
    assert one(page, "#id_kind-item-hint").text_content().strip() == "Any school"
    assert one(page, ".govuk-radios__divider").text_content() == "or"


def test_revealed_field_stands_under_its_choice_only() -> None:
    page = shown(Signing())

    field = one(page, "input[name=which]")
    assert field.xpath("ancestor::div[@id='conditional-id_kind-4']")


def test_text_input_keeps_autocomplete_length_and_width() -> None:
    field = one(shown(Signing()), "input[name=name]")

    assert field.get("class") == "govuk-input govuk-input--width-20"
    assert (field.get("autocomplete"), field.get("maxlength")) == ("name", "80")
    assert field.get("aria-describedby") == "id_name-hint"


def test_email_offers_own_address_and_is_not_spell_checked() -> None:
    field = one(shown(Signing()), "input[name=email]")

    assert (field.get("type"), field.get("autocomplete"), field.get("spellcheck")) == ("email", "email", "false")


def test_single_checkbox_is_unticked_with_its_help_as_hint() -> None:
    page = shown(Signing())

    box = one(page, "input[name=publish]")
    assert box.get("checked") is None
    assert one(page, f"#{box.get('aria-describedby')}").text_content().strip() == "On the list"
    assert not box.xpath("ancestor::fieldset")


def test_select_has_choices_of_groups() -> None:
    page = shown(Signing())

    assert [option.get("value") for option in page.cssselect("select[name=area] option")] == ["", "n"]


def test_hidden_field_has_no_label() -> None:
    page = shown(Signing())

    assert one(page, "input[name=draft]").get("type") == "hidden"
    assert page.cssselect("label[for=id_draft]") == []


def test_errors_are_listed_once_each_and_linked_to_fields() -> None:
    page = shown(Signing({}))

    summary = one(page, ".govuk-error-summary")
    links = {link.get("href"): link.text_content().strip() for link in summary.cssselect("a")}
    assert one(summary, "h2").text_content().strip() == "There is a problem"
    assert list(links) == ["#id_kind", "#id_name", "#id_email", "#id_days"]
    assert links["#id_kind"] == "Choose who is signing"
    for target in links:
        one(page, f"input{target}")


def test_field_with_error_names_it_in_described_by() -> None:
    page = shown(Signing({}))

    field = one(page, "#id_name")
    assert field.get("aria-describedby") == "id_name-hint id_name-error"
    assert field.get("class") == "govuk-input govuk-input--width-20 govuk-input--error"
    assert field.xpath("string(../@class)") == "govuk-form-group govuk-form-group--error"
    assert one(page, "fieldset[aria-describedby='id_kind-error']") is not None


def test_answers_are_kept_after_an_error_but_no_password() -> None:
    page = shown(
        Signing(
            {"kind": "parent", "name": "Ada <b>", "promise": "\nLine", "days": ["t"], "publish": "on", "password": "x"}
        )
    )

    assert [radio.get("value") for radio in page.cssselect("input[type=radio][checked]")] == ["parent"]
    assert one(page, "#id_name").get("value") == "Ada <b>"
    assert "Line" in one(page, "textarea").text_content()
    assert [box.get("name") for box in page.cssselect("input[type=checkbox][checked]")] == ["days", "publish"]
    assert one(page, "#id_password").get("value") is None


def test_error_of_whole_form_is_listed_without_link() -> None:
    form = Signing({"kind": "school", "name": "a", "email": "a@b.example", "days": ["m"]})
    form.add_error(None, "Those two do not fit together")

    summary = one(shown(form), ".govuk-error-summary")

    assert summary.cssselect("a") == []
    assert "Those two do not fit together" in summary.text_content()


def test_summary_is_shown_once_where_page_shows_it_above_heading() -> None:
    form = Signing({})
    template = Template("{% load crispy_forms_tags %}{% error_summary form %}<h1>x</h1>{% crispy form %}")

    page = html.fragment_fromstring(template.render(Context({"form": form})), create_parent="main")

    assert page[0].get("class") == "govuk-error-summary"
    one(page, ".govuk-error-summary")


@pytest.mark.parametrize("given", ["<i>x</i>", format_html("<i>{}</i>", "x")])
def test_help_text_is_html_only_when_it_is_safe(given: str) -> None:
    form = Signing()
    form.fields["name"].help_text = given

    hint = one(shown(form), "#id_name-hint")

    assert bool(hint.cssselect("i")) is hasattr(given, "__html__")
    assert "x" in hint.text_content()


def test_submit_is_a_button_that_ignores_double_clicks() -> None:
    button = one(shown(Signing()), "button[type=submit]")

    assert (button.get("class"), button.get("data-prevent-double-click")) == ("govuk-button", "true")
    assert button.text_content().strip() == "Continue"
