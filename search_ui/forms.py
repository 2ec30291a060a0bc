"""Forms that people fill in; every label and error in their language."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, PasswordField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from archive.authority.orthography import nfc
from search_ui.presenters.labels import KINDS, ROLES

REQUIRED = InputRequired(_("Ô này cần điền."))
SHORT = Length(max=200, message=_("Dài quá 200 chữ."))
LONG = Length(max=20000, message=_("Dài quá 20.000 chữ."))


def _clean(value: object) -> object:
    """Text goes in composed (NFC) and without blanks at its ends, whatever keyboard made it."""
    return nfc(value).strip() if isinstance(value, str) else value


def _kept_as(name: str) -> dict[str, str]:
    """What the browser's password keeper knows the field as."""
    return {"autocomplete": name}


class VisitForm(FlaskForm):  # type: ignore[misc]
    """A home visit: where, when, whom, who went, and the names that help the machine to hear."""

    family = StringField(
        _("Gia đình"),
        [REQUIRED, SHORT],
        filters=[_clean],
        description=_("Ví dụ: gia đình bà Lê Thị Mận, em gái liệt sĩ"),
    )
    commune = StringField(
        _("Xã, phường"),
        [REQUIRED, SHORT],
        filters=[_clean],
        description=_("Kèm tỉnh: xã Triệu Ái, Quảng Trị"),
    )
    date = DateField(_("Ngày thăm"), [Optional()])
    team = StringField(_("Đội, chi đoàn"), [SHORT], filters=[_clean])
    title = StringField(
        _("Tên buổi thăm"), [SHORT], filters=[_clean], description=_("Để trống thì lấy theo tên gia đình.")
    )
    witnesses = TextAreaField(
        _("Nhân chứng"), [LONG], filters=[_clean], description=_("Mỗi người một dòng: tên, quan hệ")
    )
    known_names = TextAreaField(
        _("Tên, đơn vị, địa danh đã biết"),
        [LONG],
        filters=[_clean],
        description=_("Mỗi dòng một tên. Máy nghe và đọc đúng hơn khi biết trước các tên này."),
    )

    def validate_date(self, field: DateField) -> None:
        if field.data is not None and field.data.year < 1945:
            raise ValidationError(_("Hãy xem lại năm."))


class ItemForm(FlaskForm):  # type: ignore[misc]
    """What people say an item is."""

    title = StringField(_("Tên tư liệu"), [SHORT], filters=[_clean])
    kind = SelectField(
        _("Loại tư liệu"), choices=[SelectChoice(code, words) for code, words in KINDS.items()]
    )
    description = TextAreaField(_("Gia đình kể gì về tư liệu này"), [LONG], filters=[_clean])


class SignInForm(FlaskForm):  # type: ignore[misc]
    login = StringField(
        _("Tên đăng nhập"), [REQUIRED, SHORT], filters=[_clean], render_kw=_kept_as("username")
    )
    password = PasswordField(
        _("Mật khẩu"), [REQUIRED, Length(max=1000)], render_kw=_kept_as("current-password")
    )


class CodeForm(FlaskForm):  # type: ignore[misc]
    """The code that the phone shows."""

    code = StringField(
        _("Mã trên điện thoại"),
        [REQUIRED, SHORT],
        description=_("6 chữ số trong ứng dụng tạo mã, đổi sau mỗi 30 giây."),
        render_kw={**_kept_as("one-time-code"), "inputmode": "numeric"},
    )


class SpareCodeForm(FlaskForm):  # type: ignore[misc]
    """A code of those that were written down, where the phone is not at hand."""

    code = StringField(
        _("Mã dự phòng"),
        [REQUIRED, SHORT],
        description=_("Một trong các mã đã chép lại khi cài. Mỗi mã dùng được một lần."),
        render_kw={**_kept_as("off"), "autocapitalize": "none"},
    )


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    """A new password, twice."""

    password = PasswordField(
        _("Mật khẩu mới"),
        [REQUIRED, Length(min=10, max=1000, message=_("Mật khẩu cần ít nhất 10 ký tự."))],
        description=_("Ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất."),
        render_kw=_kept_as("new-password"),
    )
    again = PasswordField(_("Nhập lại mật khẩu"), [REQUIRED], render_kw=_kept_as("new-password"))

    def validate_again(self, field: PasswordField) -> None:
        if field.data != self.password.data:
            raise ValidationError(_("Hai lần nhập chưa giống nhau."))


class PasswordChangeForm(NewPasswordForm):
    current = PasswordField(_("Mật khẩu hiện nay"), [REQUIRED], render_kw=_kept_as("current-password"))


class InviteForm(FlaskForm):  # type: ignore[misc]
    """A new account and its roles."""

    login = StringField(
        _("Tên đăng nhập"),
        [REQUIRED, SHORT],
        filters=[_clean],
        description=_("Chữ và số, không có khoảng trắng"),
    )
    name = StringField(_("Họ tên"), [SHORT], filters=[_clean])
    place = StringField(
        _("Nơi làm việc"),
        [Length(max=400)],
        filters=[_clean],
        description=_(
            "Tỉnh / Xã, phường / Chi đoàn. Tình nguyện viên chưa có nơi chỉ xem buổi thăm của mình."
        ),
        render_kw={"list": "places"},
    )
    born = DateField(_("Ngày sinh (nếu dưới 18 tuổi)"), [Optional()])
    roles = SelectMultipleField(
        _("Vai trò"), [REQUIRED], choices=[SelectChoice(role.value, words) for role, words in ROLES.items()]
    )
