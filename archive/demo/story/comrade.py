"""The second visit: Hà Văn Thắng, who fought beside Hùng and buried him; xã Tuấn Sơn, tỉnh Lạng Sơn."""

from datetime import date

from archive.demo.bible import (
    Bundle,
    DemoFile,
    DemoItem,
    DemoVisit,
    Film,
    HandPage,
    Label,
    ListPage,
    Paper,
    Sketch,
    Speech,
    TypedPage,
    Voice,
)
from schemas.holdings import AssetRole, ItemKind

_UNMARKED = TypedPage(
    lines=(
        "BO TU LENH B5",
        "TRUNG DOAN 66",
        "    So 31 / TM",
        "",
        ">Ngay 2 thang 9 nam 1972",
        "",
        "^BAO CAO THUONG VONG",
        "",
        "Kinh gui : Su doan 304",
        "",
        "    Tu ngay 26-7 den ngay 31-8-1972, dai doi 3 tieu",
        "doan 7 co cac dong chi hy sinh :",
        "",
        "1. TRAN DINH NAM, b truong b2, hy sinh 28-7-72",
        "2. NGUYEN VAN HUNG, a pho, hy sinh 28-7-72",
        "3. HOANG VAN DEN, a truong, hy sinh 16-8-72",
        "",
        "    Noi chon cat : Nhan Bieu, Trieu Phong, Quang Tri.",
        "So do kem theo do dong chi Ha Van Thang ve.",
        "    De nghi su doan bao ve hau phuong.",
        "",
        ">Tham muu truong",
    ),
    paper=Paper.RULED,
    stamp="E66 - TM",
)

_LIST = ListPage(
    heading=("DANH SÁCH LIỆT SĨ", "Đại đội 3, Tiểu đoàn 7, Trung đoàn 66, Sư đoàn 304", "Năm 1972"),
    columns=("TT", "Họ và tên", "Năm sinh", "Cấp bậc", "Quê quán", "Ngày hy sinh", "Nơi an táng"),
    widths=(5, 24, 9, 10, 24, 13, 15),
    rows=(
        ("1", "Trần Đình Nam", "1947", "Ch.úy", "Thanh Liêm, Nam Hà", "28-7-72", "Nhan Biều"),
        ("2", "Nguyễn Văn Hùng", "1952", "H1", "Phú Bình, Bắc Thái", "28-7-72", "Nhan Biều"),
        ("3", "Hoàng Văn Dền", "1950", "H2", "Bắc Sơn, Lạng Sơn", "16-8-72", "Nhan Biều"),
        ("4", "Phạm Văn Tình", "1953", "B1", "Kim Sơn, Ninh Bình", "3-9-72", "Ái Tử"),
        ("5", "Lương Văn Sầm", "1951", "H1", "Võ Nhai, Bắc Thái", "5-9-72", "Ái Tử"),
        ("6", "Đỗ Xuân Kỷ", "1950", "H2", "Việt Yên, Hà Bắc", "9-9-72", "Ái Tử"),
        ("7", "Bùi Văn Nhượng", "1952", "B1", "Lạc Sơn, Hòa Bình", "14-9-72", "không rõ"),
    ),
    closing=("Người lập: Hà Văn Thắng, văn thư đại đội", "Chép lại năm 1989 từ sổ quân số"),
)

SKETCH = Sketch(
    labels=(
        Label(290, 80, "Sơ đồ mộ Hùng và Nam", 54),
        Label(330, 145, "Nhan Biều, 28-7-1972", 42),
        Label(120, 815, "Sông Thạch Hãn", 54),
        Label(640, 955, "Thành cổ", 50),
        Label(90, 255, "Đường đi Ái Tử", 44),
        Label(620, 430, "cây đa", 46),
        Label(650, 590, "mộ Nam", 46),
        Label(345, 660, "mộ Hùng", 46),
        Label(90, 580, "đình làng", 42),
        Label(740, 330, "hầm c3 d7", 42),
        Label(640, 705, "40 bước ra bến", 38),
    ),
    rivers=(((0, 750), (180, 735), (400, 762), (620, 752), (820, 770), (1000, 752)),),
    roads=(((60, 330), (260, 300), (450, 350), (545, 430), (580, 560), (592, 735)),),
    trees=((560, 440), (300, 420), (880, 560)),
    houses=((110, 480), (780, 390), (330, 500)),
    graves=((630, 580), (520, 640)),
)

_NOTEBOOK = Bundle(
    (
        TypedPage(
            (
                "^HỒI ỨC NGƯỜI LÍNH C3",
                "^Hà Văn Thắng",
                "",
                "    Tôi nhập ngũ tháng 8 năm 1970, cùng đợt với",
                "Nguyễn Văn Hùng, quê Phú Bình, Bắc Thái. Chúng tôi",
                "về đại đội 3, tiểu đoàn 7, trung đoàn 66, sư đoàn",
                "304.",
                "    Trung đội trưởng là anh Trần Đình Nam, người",
                "Thanh Liêm, Nam Hà. Liên lạc là cậu Phạm Văn Tình,",
                "người Kim Sơn, Ninh Bình, hát hay.",
            ),
            paper=Paper.PLAIN,
        ),
        TypedPage(
            (
                "    Đêm 27 rạng ngày 28 tháng 7 năm 1972, tiểu đội",
                "tôi giữ bến Nhan Biều. Bốn giờ sáng, pháo bầy dội",
                "xuống bến. Anh Nam và Hùng hy sinh trong một hầm.",
                "    Tôi với Dền chôn hai anh dưới gốc cây đa đầu",
                "thôn, mỗi người một lọ pê-ni-xi-lin đựng mảnh giấy",
                "ghi tên. Ngày 16 tháng 8, đến lượt Hoàng Văn Dền.",
            ),
            paper=Paper.PLAIN,
        ),
        TypedPage(
            (
                "    Trung đoàn còn một Nguyễn Văn Hùng nữa, ở đại",
                "đội 5, tiểu đoàn 8, quê Thanh Liêm, hy sinh ngày 12",
                "tháng 9. Nhiều người lẫn hai anh với nhau.",
                "    Năm 1976 tôi trở lại, cây đa không còn. Bom đã",
                "cày hết bãi sông. Tôi mang nỗi ấy đến bây giờ.",
                "",
                ">Hữu Lũng, tháng 7 năm 2002",
            ),
            paper=Paper.PLAIN,
        ),
    )
)

_FIRST = Speech(
    sentences=(
        "Tôi là Hà Văn Thắng, quê ở Hữu Lũng, Lạng Sơn.",
        "Tôi đồng ý cho ghi âm.",
        "Tôi ở xê ba dê bảy e sáu sáu, sư đoàn ba linh tư.",
        "Cùng tiểu đội có anh Nguyễn Văn Hùng, quê ở Phú Bình, Bắc Thái.",
        "Đêm hai bảy tháng bảy năm một chín bảy hai, chúng tôi giữ bến Nhan Biều.",
        "Bốn giờ sáng, pháo bắn trúng hầm. Anh Nam và anh Hùng hy sinh.",
        "Tôi với Dền chôn hai anh ở gốc cây đa, bên bờ sông Thạch Hãn.",
        "Anh Nam là bê trưởng, quê ở Thanh Liêm, Nam Hà.",
    ),
    voice=Voice.VETERAN,
    suffix="wav",
)

_SECOND = Speech(
    sentences=(
        "Trung đoàn có hai anh cùng tên Nguyễn Văn Hùng.",
        "Một anh ở đại đội ba tiểu đoàn bảy, quê ở Phú Bình.",
        "Một anh ở đại đội năm tiểu đoàn tám, quê ở Thanh Liêm.",
        "Anh Hùng Thanh Liêm hy sinh ngày mười hai tháng chín.",
        "Năm bảy sáu tôi trở lại Quảng Trị, cây đa không còn nữa.",
        "Tôi vẽ lại sơ đồ để gửi gia đình.",
    ),
    voice=Voice.VETERAN,
    suffix="ogg",
)

_FILM = Film(
    stills=(SKETCH,),
    speech=Speech(
        sentences=(
            "Đây là sông Thạch Hãn.",
            "Đây là cây đa ở đầu thôn Nhan Biều.",
            "Mộ anh Hùng và mộ anh Nam ở gốc cây đa, cách bến bốn mươi bước.",
            "Bên kia sông là thành cổ Quảng Trị.",
        ),
        voice=Voice.VETERAN,
        suffix="mp4",
    ),
)

ITEMS = (
    DemoItem(
        "bao-cao-khong-dau",
        ItemKind.PAPER,
        "Báo cáo thương vong của trung đoàn (đánh máy không dấu)",
        "Ông Thắng làm văn thư đại đội, giữ lại bản giấy than. Máy chữ không có dấu.",
        (DemoFile("scan0031", _UNMARKED),),
        ("hung", "nam", "den"),
        ("NGUYEN VAN HUNG", "TRAN DINH NAM", "Nhan Bieu"),
        "1972-09-02",
    ),
    DemoItem(
        "danh-sach",
        ItemKind.PAPER,
        "Danh sách liệt sĩ đại đội 3, tiểu đoàn 7, trung đoàn 66",
        "Ông Thắng chép lại năm 1989. Cột cấp bậc viết tắt.",
        (DemoFile("scan0032", _LIST),),
        ("hung", "nam", "den", "tinh"),
        ("Nguyễn Văn Hùng", "Trần Đình Nam", "Phạm Văn Tình"),
        "1989",
    ),
    DemoItem(
        "so-do-mo",
        ItemKind.GRAVE_SKETCH,
        "Sơ đồ mộ ở Nhan Biều do ông Thắng vẽ",
        "Vẽ lại theo trí nhớ năm 1976 và 2002. Khoảng cách tính bằng bước chân.",
        (DemoFile("scan0033", SKETCH),),
        ("hung", "nam"),
        ("Thạch Hãn",),
        "1976",
        level=3,
    ),
    DemoItem(
        "hoi-uc",
        ItemKind.PAPER,
        "Hồi ức người lính C3 (bản đánh máy, 3 trang PDF)",
        "Con gái ông đánh máy năm 2002. Trang 3 nói về người trùng tên.",
        (DemoFile("hoi-uc-ong-Thang", _NOTEBOOK, AssetRole.PAGE),),
        ("hung", "nam", "den", "tinh", "hung_thanh_liem"),
        ("Nguyễn Văn Hùng", "Nhan Biều", "Thanh Liêm"),
        "2002-07",
    ),
    DemoItem(
        "loi-ke-ong-thang",
        ItemKind.TESTIMONY,
        "Lời kể của ông Hà Văn Thắng: đêm ở bến Nhan Biều",
        "Ghi tại nhà, ông kể liền một mạch. Đồng ý nói ở đầu bản ghi.",
        (DemoFile("loi-ke-1", _FIRST, AssetRole.RECORDING),),
        ("hung", "nam", "den"),
        ("sáu sáu", "Lạng Sơn", "Phú Bình"),
        "2026-10-18",
    ),
    DemoItem(
        "loi-ke-trung-ten",
        ItemKind.TESTIMONY,
        "Lời kể của ông Hà Văn Thắng: hai người cùng tên",
        "Ghi lần hai, hỏi thêm về người trùng tên ở đại đội 5.",
        (DemoFile("loi-ke-2", _SECOND, AssetRole.RECORDING),),
        ("hung", "hung_thanh_liem"),
        ("Nguyễn Văn Hùng", "Phú Bình", "Thanh Liêm"),
        "2026-10-18",
    ),
    DemoItem(
        "phim-so-do",
        ItemKind.TESTIMONY,
        "Ghi hình: ông Thắng chỉ trên sơ đồ",
        "Quay bằng điện thoại, ông chỉ từng chỗ trên sơ đồ.",
        (DemoFile("VID_20261018_103355", _FILM, AssetRole.RECORDING),),
        ("hung", "nam"),
        ("Thạch Hãn",),
        "2026-10-18",
        level=3,
    ),
    DemoItem(
        "thu-tay",
        ItemKind.LETTER,
        "Thư tay của Phạm Văn Tình gửi ông Thắng",
        "Viết ở trạm quân y, hai tuần trước khi Tình hy sinh.",
        (
            DemoFile(
                "scan0034",
                HandPage(
                    (
                        "Anh Thắng!",
                        "Em nằm viện ở Ái Tử, sắp về c3.",
                        "Nghe tin anh Nam, anh Hùng mà",
                        "em không tin. Bao giờ qua Nhan",
                        "Biều anh thắp hương hộ em.",
                        "Em Tình, liên lạc d7 e66.",
                    ),
                    hand="quick",
                    pencil=False,
                    heading="20-8-1972",
                ),
            ),
        ),
        ("tinh", "hung", "nam"),
        (),
        "1972-08-20",
    ),
)

COMRADE = DemoVisit(
    "tuan-son",
    "Nhân chứng Hà Văn Thắng, cựu chiến binh e66 (câu chuyện mẫu)",
    "Tuấn Sơn",
    date(2026, 10, 18),
    "Ông Hà Văn Thắng, cựu chiến binh",
    "Đoàn xã Tuấn Sơn, tỉnh Lạng Sơn",
    ("Hà Văn Thắng",),
    (
        "Hà Văn Thắng",
        "Nguyễn Văn Hùng",
        "Trần Đình Nam",
        "Dền",
        "Hữu Lũng",
        "Lạng Sơn",
        "Phú Bình",
        "Bắc Thái",
        "Thanh Liêm",
        "Nam Hà",
        "Nhan Biều",
        "Thạch Hãn",
        "Quảng Trị",
        "thành cổ",
        "cây đa",
        "xê ba dê bảy e sáu sáu",
        "sư đoàn ba linh tư",
        "đại đội",
        "tiểu đoàn",
        "trung đoàn",
    ),
    "Ông Thắng đồng ý số hóa, lưu trữ, nghiên cứu và xác minh. Sơ đồ mộ chỉ mở cho người xác minh.",
    ITEMS,
)
