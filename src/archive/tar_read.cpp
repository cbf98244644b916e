#include "archive/tar_read.h"

#include <algorithm>
#include <charconv>

namespace cordon::archive {
namespace {

constexpr std::size_t kBlock = 512;

// A field's text up to its first zero.
std::string_view text_of(std::string_view field) { return field.substr(0, field.find('\0')); }

// Octal digits between blanks or zeros; or, when the first bit is set, a big-endian binary number (GNU, star).
std::optional<std::uint64_t> number_of(std::string_view field) {
  std::uint64_t number = 0;
  if (!field.empty() && (static_cast<unsigned char>(field[0]) & 0x80) != 0) {
    for (std::size_t i = 0; i < field.size(); ++i) {
      const auto byte = static_cast<unsigned char>(i == 0 ? field[i] & 0x7f : field[i]);
      if ((number >> 55) != 0) return std::nullopt;
      number = number << 8 | byte;
    }
    return number;
  }
  while (field.starts_with(' ')) field.remove_prefix(1);
  field = field.substr(0, std::min(field.find('\0'), field.find(' ')));
  if (field.empty()) return 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), number, 8);
  if (error != std::errc() || end != field.data() + field.size()) return std::nullopt;
  return number;
}

// Sum of the header's bytes with blanks in the place of the sum itself; old programs summed signed bytes.
bool checksum_holds(std::string_view header) {
  const auto stated = number_of(header.substr(148, 8));
  std::uint64_t sum = 0;
  std::int64_t signed_sum = 0;
  for (std::size_t i = 0; i < kBlock; ++i) {
    const char c = i >= 148 && i < 156 ? ' ' : header[i];
    sum += static_cast<unsigned char>(c);
    signed_sum += static_cast<signed char>(c);
  }
  return stated && (*stated == sum || static_cast<std::int64_t>(*stated) == signed_sum);
}

bool is_zero(std::string_view block) { return block.find_first_not_of('\0') == std::string_view::npos; }

TarKind kind_of(char flag) {
  switch (flag) {
    case '\0':
    case '0':
    case '7': return TarKind::file;
    case '1': return TarKind::hard_link;
    case '2': return TarKind::symlink;
    case '5': return TarKind::directory;
    default: return TarKind::other;
  }
}

// What pax headers and GNU's long names say of the entry behind them.
struct Said {
  std::optional<std::string> path, link;
  std::optional<std::uint64_t> size;
};

// "27 path=a/long/name\n" again and again. False when it is not so.
bool read_pax(std::string_view text, Said& said) {
  while (!text.empty() && text.front() != '\0') {
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    const auto digits = static_cast<std::size_t>(end - text.data());
    if (error != std::errc() || length <= digits + 1 || length > text.size() || text[digits] != ' ' ||
        text[length - 1] != '\n')
      return false;
    const std::string_view record = text.substr(digits + 1, length - digits - 2);
    const std::size_t equals = record.find('=');
    if (equals == std::string_view::npos) return false;
    const std::string_view key = record.substr(0, equals), value = record.substr(equals + 1);
    if (key == "path") said.path = value;
    if (key == "linkpath") said.link = value;
    if (key == "size") {
      std::uint64_t size = 0;
      const auto [number_end, bad] = std::from_chars(value.data(), value.data() + value.size(), size);
      if (bad != std::errc() || number_end != value.data() + value.size()) return false;
      said.size = size;
    }
    text.remove_prefix(length);
  }
  return true;
}

class Reader {
 public:
  Reader(std::string_view archive, const TarLimits& limits) : rest_(archive), limits_(limits) {}

  TarList run() {
    while (!list_.cut && step()) {
    }
    return std::move(list_);
  }

 private:
  bool cut(ErrorCode code, const char* message) {
    list_.cut = Error{code, message, 0, 0, {}};
    return false;
  }

  // One header and what belongs to it; false at the end.
  bool step() {
    if (rest_.empty()) return false;
    if (rest_.size() < kBlock) return cut(ErrorCode::truncated, "the archive ends inside a header");
    const std::string_view header = rest_.substr(0, kBlock);
    if (is_zero(header)) {
      // One alone is passed over, as npm's tar does; two end the archive.
      rest_.remove_prefix(kBlock);
      return rest_.size() >= kBlock && !is_zero(rest_.substr(0, kBlock));
    }
    if (!checksum_holds(header)) return cut(ErrorCode::syntax, "a header whose checksum is not its own");
    auto size = number_of(header.substr(124, 12));
    const char flag = header[156];
    const bool describes = flag == 'x' || flag == 'g' || flag == 'L' || flag == 'K';
    if (!describes && next_.size) size = next_.size;
    if (!size) return cut(ErrorCode::syntax, "a size that is no number");
    rest_.remove_prefix(kBlock);
    const TarKind kind = kind_of(flag);
    // Links and folders have no content, whatever they say.
    const std::uint64_t bytes = describes || kind == TarKind::file || kind == TarKind::other ? *size : 0;
    if (bytes > rest_.size()) return cut(ErrorCode::truncated, "the archive ends inside an entry");
    const std::string_view content = rest_.substr(0, bytes);
    rest_.remove_prefix(std::min<std::uint64_t>((bytes + kBlock - 1) / kBlock * kBlock, rest_.size()));
    if (describes) return describe(flag, content);
    return add(header, kind, content);
  }

  bool describe(char flag, std::string_view content) {
    if (content.size() > limits_.header_bytes) return cut(ErrorCode::too_large, "a header larger than the limit");
    if (flag == 'L') next_.path = text_of(content);
    if (flag == 'K') next_.link = text_of(content);
    if (flag == 'x' && !read_pax(content, next_)) return cut(ErrorCode::syntax, "a pax header that is none");
    return true;  // 'g', of all that follow, says nothing that is shown here
  }

  bool add(std::string_view header, TarKind kind, std::string_view content) {
    if (list_.entries.size() == limits_.entries) return cut(ErrorCode::too_many, "more entries than the limit");
    TarEntry& entry = list_.entries.emplace_back();
    entry.path = next_.path ? *next_.path : path_of(header);
    entry.kind = kind;
    entry.mode = static_cast<std::uint32_t>(number_of(header.substr(100, 8)).value_or(0)) & 07777;
    entry.link = next_.link ? *next_.link : std::string(text_of(header.substr(157, 100)));
    entry.content = content;
    next_ = {};
    return true;
  }

  static std::string path_of(std::string_view header) {
    const std::string_view name = text_of(header.substr(0, 100));
    const bool is_posix = header.substr(257, 6) == std::string_view("ustar\0", 6);
    const std::string_view prefix = is_posix ? text_of(header.substr(345, 155)) : std::string_view();
    return prefix.empty() ? std::string(name) : std::string(prefix) + "/" + std::string(name);
  }

  std::string_view rest_;
  TarLimits limits_;
  Said next_;
  TarList list_;
};

}  // namespace

TarList read_tar(std::string_view archive, const TarLimits& limits) { return Reader(archive, limits).run(); }

}  // namespace cordon::archive
