"""The error tree. Each error knows its code, its HTTP status, whether waiting can cure it, and what to say.

Words shown to people come in both languages and say what is wrong and what to do. `detail` is for the log
only and never holds the name of a person.
"""

from typing import ClassVar


class KyucError(Exception):
    """Base of all errors that the archive raises on purpose."""

    code: ClassVar[str] = "internal"
    http_status: ClassVar[int] = 500
    transient: ClassVar[bool] = False
    retry_after: int = 0
    """Seconds; 0 where nobody knows."""
    vi: ClassVar[str] = "Có sự cố trong hệ thống. Dữ liệu đã nhận vẫn an toàn. Hãy thử lại sau ít phút."
    en: ClassVar[str] = "Something failed inside the archive. What was received is safe. Try again shortly."

    def __init__(self, detail: str = "", *, vi: str | None = None, en: str | None = None) -> None:
        super().__init__(detail or self.en)
        self.detail = detail
        self.message_vi = vi or self.vi
        self.message_en = en or self.en

    def message(self, language: str) -> str:
        """The public sentence in `vi` or `en`."""
        return self.message_en if language == "en" else self.message_vi


class NotFound(KyucError):
    code, http_status = "not_found", 404
    vi = "Không tìm thấy. Có thể địa chỉ sai hoặc tư liệu đã được gỡ."
    en = "Not found. The address may be wrong, or the item was withdrawn."


class Refused(KyucError):
    """The person may not do this."""

    code, http_status = "refused", 403
    vi = "Tài khoản này không có quyền làm việc đó. Hãy hỏi người quản trị."
    en = "This account may not do that. Ask an administrator."


class TooManyAttempts(Refused):
    code, http_status = "too_many_attempts", 429
    vi = "Đã thử quá nhiều lần. Hãy đợi 15 phút rồi thử lại, hoặc xin người quản trị đường dẫn mới."
    en = "Too many attempts. Wait 15 minutes and try again, or ask an administrator for a new link."
    retry_after = 900


class TooManyRequests(KyucError):
    """Not wrong, only too often; `retry_after` seconds cure it."""

    code, http_status, transient = "too_many_requests", 429, True
    vi = "Máy này đang hỏi kho quá nhanh. Hãy chờ một lát rồi làm tiếp; không có gì bị mất."
    en = "This machine asks the archive too fast. Wait a moment and continue; nothing is lost."

    def __init__(self, detail: str = "", *, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class InvalidInput(KyucError):
    """What was given cannot be understood; giving it again will not help."""

    code, http_status = "invalid_input", 422
    vi = "Nội dung gửi lên không hợp lệ."
    en = "What was sent is not valid."


class UnreadableFile(InvalidInput):
    """The file is empty, torn, locked by a password, or not what it claims to be."""

    code, http_status = "unreadable_file", 415
    vi = "Không mở được tệp này. Hãy chụp hoặc ghi lại, hoặc gửi tệp khác."
    en = "This file cannot be opened. Capture it again or send another file."


class TooLarge(InvalidInput):
    code, http_status = "too_large", 413
    vi = "Tệp quá lớn để xử lý."
    en = "The file is too large to process."


class Conflict(KyucError):
    """Somebody else changed it meanwhile, or it stands already in another form."""

    code, http_status = "conflict", 409
    vi = "Người khác vừa thay đổi mục này. Hãy tải lại trang rồi làm tiếp."
    en = "Somebody else has just changed this. Reload and continue."


class NeedsAll(Conflict):
    """Only changes were sent, and what they change is gone."""

    code = "needs_all"
    vi = "Bản nháp mà máy này gõ tiếp không còn ở kho, nên cần gửi lại cả văn bản."
    en = "The save that this machine typed on is gone, so the whole text must be sent."


class Unavailable(KyucError):
    """A part of the archive is away for now; waiting can cure it."""

    code, http_status, transient = "unavailable", 503, True


class Busy(Unavailable):
    """Not a fault: others are served first."""

    code, http_status = "busy", 429
    vi = "Kho đang nhận nhiều tệp cùng lúc. Phần đã gửi vẫn được giữ; máy sẽ tự hỏi lại sau ít giây."
    en = "The archive is taking many files in. What was sent is kept; your device asks again in some seconds."


class StoreUnavailable(Unavailable):
    code = "store_unavailable"
    vi = "Kho tệp tạm thời không trả lời. Chưa tệp nào được nhận; hãy giữ tệp và gửi lại sau."
    en = "The object store does not answer. Nothing was accepted; keep the file and send it again later."


class StoreFull(StoreUnavailable):
    code, http_status = "store_full", 507
    vi = "Kho tệp đã đầy. Chưa tệp nào được nhận; hãy giữ tệp và báo người quản trị."
    en = "The object store is full. Nothing was accepted; keep the file and tell an administrator."


class RecordsUnavailable(Unavailable):
    code = "records_unavailable"
    vi = "Cơ sở dữ liệu tạm thời không trả lời. Hãy thử lại sau ít phút."
    en = "The database does not answer. Try again in a few minutes."


class SearchUnavailable(Unavailable):
    code = "search_unavailable"
    vi = "Phần tra cứu tạm thời không hoạt động. Tư liệu vẫn nhận và xem được bình thường."
    en = "Search is away for now. Items can still be received and viewed."


class QueueUnavailable(Unavailable):
    code = "queue_unavailable"
    vi = "Hàng đợi xử lý tạm thời không trả lời. Việc đã nhận sẽ tự chạy khi hàng đợi trở lại."
    en = "The work queue does not answer. What was accepted will run when it is back."


class PostUnavailable(Unavailable):
    code = "post_unavailable"
    vi = "Máy chủ thư không trả lời. Bản tin vẫn ở trang Theo dõi và sẽ được gửi vào đêm sau."
    en = "The mail server does not answer. The digest is on the page of watches and is sent the next night."


class PostRefused(KyucError):
    """The mail server will not take this letter, now or later."""

    code = "post_refused"
    vi = "Máy chủ thư không nhận thư này. Hãy xem lại địa chỉ thư. Bản tin vẫn ở trang Theo dõi."
    en = "The mail server refuses this letter. Look at the address. The digest is on the page of watches."


class EngineFailed(KyucError):
    """A reading or hearing engine crashed, hung, or gave nonsense on this file."""

    code, transient = "engine_failed", True
    vi = "Máy đọc gặp lỗi với tệp này. Bản gốc vẫn nguyên vẹn; có thể bấm thử lại."
    en = "The engine failed on this file. The original is untouched; it can be tried again."


class EngineTimeout(EngineFailed):
    code = "engine_timeout"
    vi = "Máy đọc quá lâu với tệp này nên đã dừng. Bản gốc vẫn nguyên vẹn; có thể bấm thử lại."
    en = "The engine took too long on this file and was stopped. The original is untouched; try again."


class EngineOutOfMemory(EngineFailed):
    code = "engine_out_of_memory"
    vi = "Tệp này cần nhiều bộ nhớ hơn máy đang có. Bản gốc vẫn nguyên vẹn; hãy báo người quản trị."
    en = "This file needs more memory than the machine has. The original is untouched; tell an administrator."


class WorkerLost(EngineFailed):
    """The worker vanished in the middle, more often than chance allows."""

    code = "worker_lost"
    vi = "Máy xử lý dừng đột ngột nhiều lần với tệp này. Bản gốc vẫn nguyên vẹn; có thể bấm thử lại."
    en = "The worker ended abruptly several times on this file. The original is untouched; try again."


class DamagedObject(KyucError):
    """Stored bytes no longer have the hash under which they were stored (a fixity failure)."""

    code = "damaged_object"
    vi = "Tệp trong kho không còn khớp mã kiểm tra. Hãy báo ngay người quản trị."
    en = "A stored file no longer matches its checksum. Tell an administrator at once."
