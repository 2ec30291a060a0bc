"""The words of graves and kin. Lazy, as in `labels`."""

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from archive.authority.grids import Grid
from schemas.graves import Relation, Remains

GRIDS: dict[Grid, LazyString | str] = {
    Grid.UNKNOWN: _("không rõ"),
    Grid.WGS84: "WGS 84 (GPS)",
    Grid.VN2000: "VN-2000",
    Grid.VN2000_48: "VN-2000 / UTM 48",
    Grid.VN2000_49: "VN-2000 / UTM 49",
    Grid.INDIAN1960: "Indian 1960",
    Grid.INDIAN1960_48: "Indian 1960 / UTM 48",
    Grid.INDIAN1960_49: "Indian 1960 / UTM 49",
    Grid.HANOI1972_18: "Hà Nội 1972 / GK 18",
    Grid.HANOI1972_19: "Hà Nội 1972 / GK 19",
}
RELATIONS: dict[Relation, LazyString] = {
    Relation.MOTHER: _("mẹ"),
    Relation.MOTHERS_MOTHER: _("bà ngoại"),
    Relation.SIBLING: _("anh, chị, em cùng mẹ"),
    Relation.MOTHERS_SIBLING: _("cậu, dì"),
    Relation.AUNTS_CHILD: _("con của dì"),
    Relation.SISTERS_CHILD: _("con của chị, em gái"),
    Relation.FATHER: _("cha"),
    Relation.SPOUSE: _("vợ, chồng"),
    Relation.CHILD: _("con"),
    Relation.KEEPER: _("người thờ cúng"),
    Relation.OTHER: _("người thân khác"),
}
REMAINS: dict[Remains, LazyString] = {
    Remains.UNKNOWN: _("chưa xác định"),
    Remains.YES: _("có hài cốt"),
    Remains.NO: _("không có hài cốt"),
}
