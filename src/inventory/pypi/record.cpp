#include "inventory/pypi/record.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/encoding.h"
#include "base/text.h"
#include "inventory/unread_list.h"
#include "model/ascii.h"

namespace cordon::inventory::pypi {
namespace {

constexpr std::size_t kFields = 3;
constexpr std::size_t kMostPathBytes = 4'096;  // PATH_MAX of Linux

// Rows as the csv module of Python reads them, which both writes RECORD and reads it: a quote matters where a field
// begins, two of them inside are one, and a quoted field may hold the ends of lines.
class CommaSeparated {
 public:
  struct Row {
    std::array<std::string, kFields> fields;
    std::size_t count = 0;  // fields there were, also those that are not kept
    std::uint32_t line = 0;
    bool is_closed = true;  // false: the text ended inside quotes
  };

  explicit CommaSeparated(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  std::uint32_t line() const { return line_; }

  // The next row; one without fields where the line is blank. Only where there is more.
  Row next() {
    Row row;
    row.line = line_;
    if (end_of_line()) return row;
    do {
      std::string text = field(row.is_closed);
      if (row.count < kFields) row.fields[row.count] = std::move(text);
      ++row.count;
    } while (take(','));
    if (!at_end()) end_of_line();
    return row;
  }

 private:
  bool take(char wanted) {
    if (at_end() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  bool end_of_line() {
    const bool carriage = take('\r'), feed = take('\n');
    if (carriage || feed) ++line_;
    return carriage || feed;
  }

  std::string field(bool& is_closed) {
    std::string out;
    if (take('"')) quoted(out, is_closed);
    const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    out.append(text_.substr(at_, end - at_));
    at_ = end;
    return out;
  }

  void quoted(std::string& out, bool& is_closed) {
    for (;;) {
      const std::size_t quote = text_.find('"', at_);
      const std::string_view part = text_.substr(at_, quote == text_.npos ? text_.npos : quote - at_);
      line_ += static_cast<std::uint32_t>(std::ranges::count(part, '\n'));
      out.append(part);
      at_ += part.size();
      if (at_end()) {
        is_closed = false;
        return;
      }
      ++at_;
      if (!take('"')) return;
      out += '"';
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
};

// The value of a digit of the URL alphabet (RFC 4648 section 5), -1 for anything else.
int value_of(char digit) {
  if (digit >= 'A' && digit <= 'Z') return digit - 'A';
  if (digit >= 'a' && digit <= 'z') return digit - 'a' + 26;
  if (digit >= '0' && digit <= '9') return digit - '0' + 52;
  if (digit == '-') return 62;
  return digit == '_' ? 63 : -1;
}

int value_of_hex(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

// A digest in that alphabet without padding, as the specification wants it; or in hexadecimal, as packages of Debian
// have it that were built by old releases of its tools.
std::optional<Sha256Digest> decode(std::string_view text) {
  Sha256Digest out{};
  const bool is_hex = text.size() == 2 * out.size();
  const unsigned width = is_hex ? 4 : 6;
  if (!is_hex && text.size() != (out.size() * 8 + 5) / 6) return std::nullopt;
  std::uint32_t bits = 0;
  unsigned held = 0;
  std::size_t written = 0;
  for (const char digit : text) {
    const int value = is_hex ? value_of_hex(digit) : value_of(digit);
    if (value < 0) return std::nullopt;
    bits = bits << width | static_cast<std::uint32_t>(value);
    held += width;
    if (held < 8) continue;
    held -= 8;
    out[written++] = static_cast<std::uint8_t>(bits >> held);
    bits &= (1u << held) - 1;
  }
  return bits == 0 ? std::optional(out) : std::nullopt;
}

class RecordReader {
 public:
  RecordReader(std::string_view text, std::string_view display_path)
      : table_(text), unread_(std::string(display_path)) {}

  Record read() {
    while (!table_.at_end()) {
      if (out_.rows.size() == kMostRecordRows) {
        unread_.add(table_.line(), ErrorCode::too_many,
                    "more than " + std::to_string(kMostRecordRows) + " files; the rest is not looked at");
        break;
      }
      row(table_.next());
    }
    unread_.move_to(out_.unread);
    return std::move(out_);
  }

 private:
  void row(CommaSeparated::Row read) {
    if (read.count == 0) return;
    auto& [path, digest, size] = read.fields;
    if (!read.is_closed)
      return unread_.add(read.line, ErrorCode::truncated, "a quote that is not closed: " + text::visible(path, 80));
    if (path.empty() || path.size() > kMostPathBytes || path.find('\0') != path.npos)
      return unread_.add(read.line, ErrorCode::invalid_value, "no path of a file: " + text::visible(path, 80));
    if (read.count != kFields)
      unread_.add(read.line, ErrorCode::syntax,
                  "not a path, a digest and a size, but " + std::to_string(read.count) + " fields");
    RecordRow out;
    out.line = read.line;
    out.path = std::move(path);
    take_digest(digest, out);
    take_size(size, out);
    out_.rows.push_back(std::move(out));
  }

  void take_digest(std::string_view text, RecordRow& out) {
    if (text.empty()) return;
    const std::size_t sign = text.find('=');
    std::string algorithm(text.substr(0, sign));
    for (char& c : algorithm) c = model::ascii::lower(c);
    if (sign == text.npos || sign == 0)
      return unread_.add(out.line, ErrorCode::invalid_value, "not a digest: " + text::visible(text, 80));
    if (algorithm == "sha256") {
      out.sha256 = decode(text.substr(sign + 1));
      if (!out.sha256)
        return unread_.add(out.line, ErrorCode::invalid_value, "not a digest: " + text::visible(text, 80));
    }
    out.algorithm = algorithm;
  }

  void take_size(std::string_view text, RecordRow& out) {
    if (text.empty()) return;
    std::uint64_t size = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (error == std::errc() && end == text.data() + text.size()) out.size = size;
    else unread_.add(out.line, ErrorCode::invalid_value, "not a size: " + text::visible(text, 80));
  }

  CommaSeparated table_;
  UnreadList unread_;
  Record out_;
};

}  // namespace

Result<Record> parse_record(std::string_view text, std::string_view display_path, const Limits& limits) {
  TRY(check_encoding(text, limits));
  TRY(check_utf8(text));
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  return RecordReader(text, display_path).read();
}

}  // namespace cordon::inventory::pypi
