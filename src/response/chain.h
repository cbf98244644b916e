// The chain of a case: whether its records are those that were written, in their order, and if not, which is the first
// that is not.
//
// Each record names the SHA-256 of the line before it, the first that of case.json; end.json names the last. So a line
// that was changed, added, taken out or put elsewhere no longer fits its neighbours, unless everything behind it was
// written anew: against that helps a digest that was noted elsewhere (`noted`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "response/record.h"

namespace cordon::response {

inline constexpr std::size_t kShownBreaks = 100;

class ChainCheck {
 public:
  // `head_digest` is the SHA-256 of case.json; `end` what end.json says, absent where it is not there or not readable.
  ChainCheck(std::string head_digest, std::optional<model::CaseEnd> end, std::string noted = {});

  // The next line of records.ndjson, in order. Gives the record, unless the line is none: then it is a break.
  std::optional<Record> add(std::string_view line);
  // Something else that does not hold, such as a file of the record.
  void note_break(std::uint64_t record, std::uint64_t line, model::CaseBreakCode code, std::string reason);
  // No line comes any more.
  void finish();

  std::uint64_t lines() const { return lines_; }
  const std::string& last_digest() const { return last_digest_; }
  // In order of the record; at most kShownBreaks, the others are counted. Complete after finish().
  const std::vector<model::CaseBreak>& breaks() const { return breaks_; }
  std::uint64_t more_breaks() const { return more_breaks_; }
  bool holds() const { return breaks_.empty(); }
  // Records behind those that end.json counts: an addition was not finished.
  std::uint64_t unfinished() const;

 private:
  void check_link(const Record& record);
  void settle(bool later_is_whole);
  // A line whose `previous` is not the digest of the line before: the next one, or end.json, tells which of the two was
  // changed.
  struct Doubt {
    std::uint64_t record = 0, line = 0;  // of the later one
  };
  std::string head_digest_, last_digest_, noted_;
  std::optional<model::CaseEnd> end_;
  std::optional<Doubt> doubt_;
  std::uint64_t lines_ = 0, expected_ = 1;
  bool link_is_lost_ = false;  // nothing that the next line says of the one before can be held against it
  bool end_reached_ = false, noted_reached_ = false;
  std::vector<model::CaseBreak> breaks_;
  std::uint64_t more_breaks_ = 0;
};

}  // namespace cordon::response
