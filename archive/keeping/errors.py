"""What can be wrong with a backup, said so that a person knows what to do."""

from __future__ import annotations

from schemas.errors import Conflict, InvalidInput, KyucError


class NoBackup(InvalidInput):
    code = "no_backup"
    vi = "Thư mục này không có bản sao lưu nào của Ký Ức. Hãy kiểm tra lại đường dẫn."
    en = "This folder holds no backup of Ký Ức. Check its path."


class ForeignFolder(InvalidInput):
    code = "foreign_folder"
    vi = "Thư mục này đang chứa thứ khác. Hãy chọn một thư mục trống, hoặc thư mục sao lưu cũ của kho này."
    en = "This folder holds other things. Choose an empty one, or this archive's earlier backup."


class NoBackupKey(InvalidInput):
    code = "no_backup_key"
    vi = (
        "Chưa có khóa sao lưu. Hãy gõ: ./kyuc backup --new-key /usb/khoa-sao-luu.txt, "
        "rồi cất tệp khóa ở nơi an toàn, ngoài máy này."
    )
    en = (
        "There is no backup key yet. Type: ./kyuc backup --new-key /usb/backup-key.txt, "
        "and keep that file safe, away from this machine."
    )


class WrongKey(InvalidInput):
    code = "wrong_backup_key"
    vi = "Khóa này không mở được bản sao lưu. Hãy tìm đúng tệp khóa mà tỉnh giữ. Chưa có gì được khôi phục."
    en = "This key does not open the backup. Find the key file that the province keeps. Nothing was restored."


class DamagedBackup(KyucError):
    code = "damaged_backup"
    vi = "Bản sao lưu bị hỏng hoặc thiếu tệp. Chưa có gì được khôi phục. Hãy dùng bản sao lưu ở nơi khác."
    en = "The backup is damaged or incomplete. Nothing was restored. Use a copy kept elsewhere."


class NewerBackup(InvalidInput):
    code = "newer_backup"
    vi = "Bản sao lưu này do phiên bản Ký Ức mới hơn tạo ra. Hãy cài phiên bản mới rồi khôi phục lại."
    en = "This backup was made by a newer version of Ký Ức. Install that version and restore again."


class NotEmpty(Conflict):
    code = "archive_not_empty"
    vi = "Kho này đã có dữ liệu, nên không khôi phục đè lên. Hãy chọn thư mục khác: --data DIR."
    en = "This archive holds data already; nothing is restored over it. Choose another folder: --data DIR."


class BackupRunning(Conflict):
    code = "backup_running"
    vi = "Một lần sao lưu khác đang ghi vào thư mục này. Hãy đợi nó xong."
    en = "Another backup is writing into this folder. Wait until it has ended."
