/// What each metric means, for who reads `/metrics`.
enum MetricHelp {
  static func text(of name: String) -> String { texts[name] ?? "See the documentation of the part that counts it." }

  private static let texts = [
    "disposisi_admin_refusals_total": "Questions at the admin door without its token, or to a stranger's name.",
    "disposisi_book_is_refused": "1 while a changed rule book is refused, by role.",
    "disposisi_book_rules": "Rules of the book in force, by role.",
    "disposisi_books_refused_total": "Changed rule books that were refused.",
    "disposisi_candidate_differs_total": "Cases that the candidate book would have decided otherwise.",
    "disposisi_callbacks_waiting": "Reporters without a mail address who wait for a call.",
    "disposisi_deadlines": "Open cases that are past their deadline, or will be within three days.",
    "disposisi_decisions_total": "Cases that were given to a unit, by a rule or by the reason for triage.",
    "disposisi_health": "1 for the state that the service is in: ready, degraded, not_ready.",
    "disposisi_implausible_times_total": "Cases whose time of receipt cannot be, and was replaced by the router's own.",
    "disposisi_late_words_total": "Reporters' words that came after their case had gone on.",
    "disposisi_notices_total": "Notices by what became of the try to send them.",
    "disposisi_outbox_oldest_seconds": "Age of the oldest event that the broker has not confirmed.",
    "disposisi_outbox_published_total": "Events that every one of their queues has confirmed.",
    "disposisi_outbox_unreached_total": "Tries that did not reach a queue: nacked, returned or refused.",
    "disposisi_proxy_without_client_total": "Requests of a trusted proxy that did not say for whom.",
    "disposisi_rows": "Rows of the service's own tables.",
    "disposisi_stage_messages_total": "Messages by queue and by what became of them.",
    "disposisi_timers_fired_total": "Reminders, steps up the line and closings.",
    "disposisi_wal_bytes": "Size of the database's write-ahead log.",
    "disposisi_wrong_guesses_total": "Wrong numbers, codes and keys, by what was guessed.",
    "hb_request_duration_seconds": "How long requests took.",
    "hb_request_errors_total": "Requests that ended with an error.",
    "hb_requests_active": "Requests in progress.",
    "hb_requests_total": "Requests by route, method and status.",
  ]
}
