#include "response/chain.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/sha256.h"
#include "base/text.h"

namespace cordon::response {

using model::CaseBreakCode;

ChainCheck::ChainCheck(std::string head_digest, std::optional<model::CaseEnd> end, std::string noted)
    : head_digest_(std::move(head_digest)), last_digest_(head_digest_), noted_(std::move(noted)), end_(std::move(end)) {
  end_reached_ = !end_ || end_->records == 0;
  noted_reached_ = noted_.empty() || noted_ == last_digest_;
}

void ChainCheck::note_break(std::uint64_t record, std::uint64_t line, CaseBreakCode code, std::string reason) {
  const auto behind = std::ranges::upper_bound(breaks_, record, {}, &model::CaseBreak::record);
  if (breaks_.size() == kShownBreaks) {
    ++more_breaks_;
    if (behind == breaks_.end()) return;
    breaks_.insert(behind, {record, line, code, std::move(reason)});
    breaks_.pop_back();
    return;
  }
  breaks_.insert(behind, {record, line, code, std::move(reason)});
}

void ChainCheck::settle(bool later_is_whole) {
  if (!doubt_) return;
  const Doubt doubt = *doubt_;
  doubt_.reset();
  if (!later_is_whole)
    note_break(doubt.record, doubt.line, CaseBreakCode::previous,
               "it does not name the record before it, and what follows does not name it: it was changed, or put here");
  else if (doubt.record == 1)
    note_break(0, 0, CaseBreakCode::head, "case.json is not the one that the first record was chained to");
  else
    note_break(doubt.record - 1, doubt.line - 1, CaseBreakCode::previous,
               fmt::format("its bytes are not those that record {} was chained to: it was changed", doubt.record));
}

// Whether the record fits the line before it. `last_digest_` is still that line's.
void ChainCheck::check_link(const Record& record) {
  const bool fits = record.previous == last_digest_;
  if (doubt_) {
    settle(fits);
    if (!fits) return;  // told already: the line before is the changed one
  }
  if (record.seq != expected_) {
    if (record.seq > expected_)
      note_break(expected_, 0, CaseBreakCode::missing,
                 record.seq == expected_ + 1
                     ? fmt::format("it is gone: record {} stands on line {}", record.seq, lines_)
                     : fmt::format("records {} to {} are gone", expected_, record.seq - 1));
    else
      note_break(expected_, lines_, CaseBreakCode::sequence,
                 fmt::format("the line says that it is record {}", record.seq));
    return;
  }
  if (!fits && !link_is_lost_) doubt_ = Doubt{record.seq, lines_};
}

std::optional<Record> ChainCheck::add(std::string_view line) {
  ++lines_;
  Result<Record> record = read_record(line);
  if (record) {
    check_link(*record);
    // After a gap the numbers go on from where the line says it stands; one from before stands where it does not
    // belong, and what the next line is chained to stands elsewhere.
    link_is_lost_ = record->seq < expected_;
    if (!link_is_lost_) expected_ = record->seq + 1;
  } else {
    settle(true);
    note_break(expected_, lines_, is_no_json(record.error().code) ? CaseBreakCode::syntax : CaseBreakCode::form,
               (is_no_json(record.error().code) ? "the line is no JSON: " : "the line is no record: ") +
                   text::visible(record.error().describe(), 300));
    link_is_lost_ = true;
    ++expected_;
  }
  last_digest_ = sha256_hex(line);
  noted_reached_ |= last_digest_ == noted_;
  if (end_ && !end_reached_ && lines_ >= end_->records) {
    end_reached_ = true;
    if (last_digest_ == end_->digest) {
      settle(true);
    } else if (doubt_) {
      settle(false);
    } else if (holds()) {
      note_break(expected_ - 1, lines_, CaseBreakCode::previous,
                 "its bytes are not those that end.json names: it was changed");
    }
  }
  if (!record) return std::nullopt;
  return std::move(*record);
}

void ChainCheck::finish() {
  settle(true);
  // No record is chained to case.json yet: end.json names it. One that cannot be read is told already.
  if (end_ && end_->records == 0 && end_->digest != head_digest_ && (breaks_.empty() || breaks_.front().record != 0))
    note_break(0, 0, CaseBreakCode::head, "case.json is not the one that end.json names");
  if (!end_reached_)
    note_break(expected_, 0, CaseBreakCode::missing_end,
               end_->records == lines_ + 1
                   ? fmt::format("it is gone: end.json counts {} records", end_->records)
                   : fmt::format("it and what follows are gone: end.json counts {} records", end_->records));
  if (!noted_reached_)
    note_break(expected_, 0, CaseBreakCode::not_reached,
               "no record has the digest that was noted: what stands here is not what was noted then");
}

std::uint64_t ChainCheck::unfinished() const { return end_ && lines_ > end_->records ? lines_ - end_->records : 0; }

}  // namespace cordon::response
