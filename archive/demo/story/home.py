"""The first visit: the family of Nguyễn Văn Hùng in Úc Kỳ, today xã Phú Bình, tỉnh Thái Nguyên."""

from datetime import date

from archive.demo.bible import (
    Certificate,
    DemoFile,
    DemoItem,
    DemoVisit,
    Engraved,
    Envelope,
    FormPage,
    HandPage,
    Portrait,
    Speech,
    TextPdf,
    TypedPage,
    Voice,
)
from schemas.holdings import AssetRole, ItemKind

_UNIT_LETTER = TypedPage(
    lines=(
        "ĐƠN VỊ HÒM THƯ 86.304 YK",
        "        C3 - D7",
        "",
        ">Quảng Trị, ngày 15 tháng 8 năm 1972",
        "",
        "^THƯ GỬI GIA ĐÌNH",
        "",
        "Kính gửi : Ông Nguyễn Văn Thiết và bà Dương Thị Mơ",
        "    xã Úc Kỳ, huyện Phú Bình, tỉnh Bắc Thái",
        "",
        "    Thưa hai bác,",
        "    Thay mặt cán bộ và chiến sĩ đại đội 3, tiểu đoàn",
        "7, trung đoàn 66, chúng tôi viết thư này với lòng",
        "thương tiếc vô hạn.",
        "    Đồng chí Nguyễn Văn Hùng, hạ sĩ, tiểu đội phó, đã",
        "hy sinh anh dũng hồi 4 giờ sáng ngày 28 tháng 7 năm",
        "1972 tại thôn Nhan Biều, bên bờ bắc sông Thạch Hãn,",
        "trong lúc cùng tiểu đội giữ bến vượt vào Thành cổ.",
        "    Anh em đã an táng đồng chí Hùng cùng đồng chí",
        "Trần Đình Nam, trung đội trưởng, ở gốc cây đa đầu",
        "thôn, có sơ đồ gửi về trung đoàn.",
        "    Kỷ vật gồm một bi đông, một quyển sổ tay, một tấm",
        "ảnh, xin chuyển về gia đình.",
        "    Xin hai bác nén đau thương, giữ gìn sức khỏe.",
        "",
        ">Thay mặt đại đội",
        ">Chính trị viên",
    ),
    stamp="C3 - D7",
    signature="Lê Khắc Định",
)

_DIARY = (
    HandPage(
        heading="Sổ tay của Hùng",
        lines=(
            "Ngày 20-2-1972.",
            "Hôm nay đơn vị lên đường đi B.",
            "Đại đội 3, tiểu đoàn 7, e66.",
            "Chia tay thầy u ở ga Lương Sơn,",
            "u dúi cho nắm xôi còn nóng.",
            "Em Lan khóc mãi không chịu về.",
            "Con hứa sẽ viết thư.",
        ),
        page_number="1",
    ),
    HandPage(
        lines=(
            "Ngày 9-3-1972.",
            "Qua bến phà Long Đại. Đêm đi,",
            "ngày ngủ. Mưa. Vai sưng vì súng.",
            "Anh Nam b trưởng mang hộ ba lô",
            "cho Tình, nó sốt rét mấy hôm rồi.",
            "Đặt tên đi B của mình là Việt Hùng.",
        ),
        page_number="2",
    ),
    HandPage(
        lines=(
            "Ngày 2-5-1972.",
            "Quảng Trị giải phóng rồi!",
            "D7 hành quân qua Đông Hà, dân ra",
            "đón hai bên đường. Gặp anh Thắng",
            "quê Hữu Lũng, Lạng Sơn, cùng a.",
            "Viết thư nhà, hòm thư 86.304 YK.",
        ),
        page_number="3",
    ),
    HandPage(
        lines=(
            "Ngày 11-7-1972.",
            "Nhan Biều. Bom suốt ngày đêm.",
            "Nước sông Thạch Hãn lên cao,",
            "đêm bơi sang Thành, sáng bơi về.",
            "Dền bị thương ở tay, không chịu",
            "đi viện. Cả a còn sáu người.",
        ),
        page_number="4",
    ),
    HandPage(
        lines=(
            "Ngày 25-7-1972.",
            "Mai lại sang sông. Nhớ u, nhớ Lan.",
            "Nếu có làm sao, ai nhặt được sổ",
            "này xin gửi về: Nguyễn Văn Thiết,",
            "xã Úc Kỳ, Phú Bình, Bắc Thái.",
            "Hùng.",
        ),
        page_number="5",
    ),
)

_NOTICE = FormPage(
    office=("QUÂN KHU VIỆT BẮC", "BCHQS TỈNH BẮC THÁI", "Số: 208 / BT"),
    title=("GIẤY BÁO TỬ",),
    fields=(
        ("Đồng chí:", "Nguyễn Văn Hùng"),
        ("Bí danh:", "Việt Hùng"),
        ("Sinh năm:", "1952"),
        ("Nguyên quán:", "Úc Kỳ, Phú Bình, Bắc Thái"),
        ("Nhập ngũ:", "8 - 1970"),
        ("Đơn vị:", "C3, D7, E66, F304"),
        ("Cấp bậc:", "Hạ sĩ"),
        ("Chức vụ:", "Tiểu đội phó"),
        ("Đã hy sinh ngày:", "28 tháng 7 năm 1972"),
        ("Trong trường hợp:", "Chiến đấu"),
        ("Tại:", "Mặt trận phía Nam"),
        ("Thi hài được an táng:", "Khu vực riêng của đơn vị"),
    ),
    closing=("Vậy báo tin để gia đình và địa phương biết.",),
    signer=("Ngày 10 tháng 3 năm 1974", "CHỈ HUY TRƯỞNG"),
    stamp="BẮC THÁI",
)

_TEXT_LAYER = TextPdf(
    (
        (
            "BIÊN BẢN BUỔI THĂM GIA ĐÌNH LIỆT SĨ",
            "Xã Phú Bình, tỉnh Thái Nguyên, ngày 11 tháng 10 năm 2026",
            "",
            "Gia đình: bà Nguyễn Thị Lan, em gái liệt sĩ Nguyễn Văn Hùng.",
            "Tư liệu: thư của đơn vị, phong bì, sổ tay 5 trang, giấy báo tử,",
            "bằng Tổ quốc ghi công, bi đông, ảnh hai mặt, một bản ghi âm.",
            "",
            "Những điểm chưa thống nhất giữa các giấy tờ:",
            "1. Năm sinh: giấy báo tử ghi 1952, bia mộ ghi 1951.",
            "2. Nơi hy sinh: giấy báo tử ghi Mặt trận phía Nam,",
            "   thư của đơn vị ghi thôn Nhan Biều, Quảng Trị.",
            "3. Xã còn có liệt sĩ Nguyễn Văn Hưng, cùng hy sinh năm 1972,",
            "   không phải một người.",
        ),
        (
            "Đề nghị",
            "",
            "Ban Chỉ huy Quân sự xã Phú Bình đối chiếu phiên hiệu",
            "c3 d7 e66 f304 với danh sách của Sư đoàn 304.",
            "Gia đình đề nghị xác minh phần mộ có tên Nguyễn Văn Hùng",
            "tại Nghĩa trang liệt sĩ xã Triệu Thượng, tỉnh Quảng Trị.",
        ),
    )
)

_SISTER = Speech(
    sentences=(
        "Tôi là Nguyễn Thị Lan, em gái anh Hùng, ở xã Úc Kỳ, Phú Bình.",
        "Tôi đồng ý cho ghi âm để tìm anh.",
        "Anh Nguyễn Văn Hùng đi bộ đội tháng tám năm một chín bảy mươi.",
        "Đi B tháng hai năm bảy hai, ở xê ba dê bảy e sáu sáu.",
        "Mẹ tôi nhận giấy báo tử năm bảy tư, ghi anh hy sinh ở mặt trận phía Nam.",
        "Mãi sau này bác Thắng ở Lạng Sơn về kể, anh nằm ở Nhan Biều, Quảng Trị.",
        "Gia đình giữ cái bi đông có khắc tên anh.",
        "Nhà tôi giỗ anh ngày mười tám tháng sáu âm lịch.",
    ),
    voice=Voice.SISTER,
    suffix="m4a",
)

ITEMS = (
    DemoItem(
        "thu-don-vi",
        ItemKind.LETTER,
        "Thư của đơn vị gửi gia đình, 15/8/1972",
        "Thư đánh máy của chính trị viên đại đội. Bà Lan kể: mẹ cất trong ống bương trên gác bếp hơn "
        "hai mươi năm.",
        (DemoFile("IMG_20261011_090112", _UNIT_LETTER),),
        ("hung", "nam"),
        ("Nguyễn Văn Hùng", "Nhan Biều", "Thạch Hãn", "Úc Kỳ"),
        "1972-08-15",
    ),
    DemoItem(
        "phong-bi",
        ItemKind.LETTER,
        "Phong bì thư anh Hùng gửi về, hòm thư 86.304 YK",
        "Phong bì còn, lá thư đã thất lạc khi chuyển nhà năm 1986.",
        (
            DemoFile(
                "IMG_20261011_090540",
                Envelope(
                    ("Nguyễn Văn Hùng", "Hòm thư 86.304 YK"),
                    ("Ông Nguyễn Văn Thiết", "xóm Soi, xã Úc Kỳ", "huyện Phú Bình", "tỉnh Bắc Thái"),
                    ("BƯU ĐIỆN", "12-5-72", "QUÂN BƯU"),
                ),
            ),
        ),
        ("hung",),
        ("Phú Bình",),
        "1972-05-12",
    ),
    DemoItem(
        "so-tay",
        ItemKind.DIARY,
        "Sổ tay của anh Hùng, năm 1972 (5 trang)",
        "Viết bút chì, trang cuối nhờ người nhặt được gửi về nhà. Sổ do đơn vị chuyển cùng kỷ vật.",
        tuple(
            DemoFile(f"IMG_20261011_0911{number:02d}", page, AssetRole.PAGE)
            for number, page in enumerate(_DIARY, start=1)
        ),
        ("hung", "nam", "tinh", "den"),
        (),
        "1972-02-20/1972-07-25",
    ),
    DemoItem(
        "giay-bao-tu",
        ItemKind.DEATH_NOTICE,
        "Giấy báo tử số 208, liệt sĩ Nguyễn Văn Hùng",
        "Gia đình nhận tháng 3 năm 1974. Ghi Mặt trận phía Nam, không ghi nơi cụ thể.",
        (DemoFile("IMG_20261011_092233", _NOTICE),),
        ("hung",),
        ("Nguyễn Văn Hùng", "Việt Hùng", "E66", "1952"),
        "1974-03-10",
    ),
    DemoItem(
        "bang-tqgc",
        ItemKind.HONOUR_CERTIFICATE,
        "Bằng Tổ quốc ghi công, liệt sĩ Nguyễn Văn Hùng",
        "Treo trên bàn thờ, bà Lan lau bụi trước khi cho chụp.",
        (
            DemoFile(
                "IMG_20261011_092710",
                Certificate(
                    ("CHÍNH PHỦ", "NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TỔ QUỐC GHI CÔNG"),
                    "NGUYỄN VĂN HÙNG",
                    (
                        "Hạ sĩ, nguyên quán Úc Kỳ, Phú Bình, Bắc Thái",
                        "Đã hy sinh vì sự nghiệp chống Mỹ cứu nước",
                        "ngày 28 tháng 7 năm 1972",
                        "Bằng số: TB 304Q - QĐ số 412 ngày 22-12-1976",
                    ),
                ),
            ),
        ),
        ("hung",),
        ("NGUYỄN VĂN HÙNG", "TỔ QUỐC GHI CÔNG", "Phú Bình"),
        "1976-12-22",
    ),
    DemoItem(
        "bi-dong",
        ItemKind.KEEPSAKE,
        "Bi đông khắc tên, kỷ vật đơn vị gửi về",
        "Bi đông nhôm, chữ khắc bằng mũi dao. Nắp không còn.",
        (DemoFile("IMG_20261011_093500", Engraved("canteen", ("HÙNG", "C3 D7 E66", "1972"))),),
        ("hung",),
        ("HUNG", "E66"),
        "1972",
    ),
    DemoItem(
        "anh-hai-mat",
        ItemKind.PHOTO,
        "Ảnh chụp trước ngày đi B, mặt sau có chữ",
        "Chụp ở hiệu ảnh thị xã Thái Nguyên, tháng 1 năm 1972. Hai người: anh Hùng và anh Thắng.",
        (
            DemoFile("IMG_20261011_094012", Portrait(2), AssetRole.FRONT),
            DemoFile(
                "IMG_20261011_094031",
                HandPage(
                    (
                        "Thái Nguyên, 1-1972",
                        "Tặng thầy u và em Lan",
                        "Con: Việt Hùng",
                        "bên phải là anh Thắng",
                    ),
                    hand="careful",
                    pencil=False,
                ),
                AssetRole.BACK,
            ),
        ),
        ("hung",),
        (),
        "1972-01",
    ),
    DemoItem(
        "loi-ke-ba-lan",
        ItemKind.TESTIMONY,
        "Lời kể của bà Nguyễn Thị Lan, em gái liệt sĩ",
        "Ghi tại nhà. Bà Lan nói đồng ý ở đầu bản ghi. Cần nghỉ giữa chừng vì xúc động.",
        (DemoFile("ghi-am-ba-Lan", _SISTER, AssetRole.RECORDING),),
        ("hung",),
        ("Phú Bình", "sáu sáu", "Quảng Trị"),
        "2026-10-11",
    ),
    DemoItem(
        "bien-ban",
        ItemKind.PAPER,
        "Biên bản buổi thăm gia đình liệt sĩ Nguyễn Văn Hùng",
        "Bản điện tử do nhóm tình nguyện lập, có lớp chữ.",
        (DemoFile("bien-ban-tham-11-10-2026", _TEXT_LAYER, AssetRole.PAGE),),
        ("hung", "hung_uc_ky"),
        ("Nguyễn Văn Hùng", "Nguyễn Văn Hưng", "c3 d7 e66 f304"),
        "2026-10-11",
    ),
)

HOME = DemoVisit(
    "phu-binh",
    "Gia đình liệt sĩ Nguyễn Văn Hùng (câu chuyện mẫu)",
    "Phú Bình",
    date(2026, 10, 11),
    "Bà Nguyễn Thị Lan, em gái liệt sĩ",
    "Chi đoàn xóm Soi, Đoàn xã Phú Bình",
    ("Nguyễn Thị Lan",),
    (
        "Nguyễn Văn Hùng",
        "Nguyễn Thị Lan",
        "Việt Hùng",
        "Úc Kỳ",
        "Phú Bình",
        "Thái Nguyên",
        "Lạng Sơn",
        "Quảng Trị",
        "Nhan Biều",
        "Thắng",
        "xê ba dê bảy e sáu sáu",
        "mặt trận phía Nam",
        "bi đông",
        "giấy báo tử",
    ),
    "Bà Lan đồng ý số hóa, lưu trữ và cho nghiên cứu, xác minh; không công bố số điện thoại. Bản gốc "
    "gia đình giữ.",
    ITEMS,
)
