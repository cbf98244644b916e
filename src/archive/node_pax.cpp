#include "archive/node_pax.h"

#include <algorithm>
#include <charconv>

#include "archive/script_text.h"
#include "base/utf8.h"

namespace cordon::archive {
namespace {

// The keys that decide what is unpacked, by the standard; texts as they stand.
struct Standard {
  std::optional<std::string_view> path, link, size;
  bool is_whole = true;
};

void note(std::string_view key, NodePax& out) {
  if (key != "comment") out.is_comment = false;
  if (key.starts_with("GNU.sparse.") || key.starts_with("SUN.holesdata") || key == "SCHILY.realsize")
    out.is_sparse = true;
  // Says in which encoding the others are; node-tar does not know it.
  if (key == "hdrcharset") out.agrees = false;
}

// "27 path=a/long/name\n" again and again.
Standard read_standard(std::string_view text, NodePax& out) {
  Standard said;
  while (!text.empty()) {
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    const auto digits = static_cast<std::size_t>(end - text.data());
    said.is_whole = error == std::errc() && length > digits + 1 && length <= text.size() && text[digits] == ' ' &&
                    text[length - 1] == '\n' && text[0] != '0';
    if (!said.is_whole) return said;
    const std::string_view record = text.substr(digits + 1, length - digits - 2);
    const std::size_t equals = record.find('=');
    said.is_whole = equals != std::string_view::npos && equals > 0;
    if (!said.is_whole) return said;
    const std::string_view key = record.substr(0, equals), value = record.substr(equals + 1);
    note(key, out);
    if (key == "path") said.path = value;
    if (key == "linkpath") said.link = value;
    if (key == "size") said.size = value;
    text.remove_prefix(length);
  }
  return said;
}

void take(std::string_view key, std::string_view value, NodeExtra& said) {
  if (key == "path") said.path = value;
  if (key == "linkpath") said.link = value;
  if (key == "size")
    if (const auto size = to_number(value); size && *size >= 0) said.size = size;
  said.has_owner |= key == "uid", said.has_group |= key == "gid", said.has_changed |= key == "mtime";
  said.has_accessed |= key == "atime", said.has_created |= key == "ctime";
}

void read_line(std::string_view line, NodeExtra& said) {
  const auto number = parse_int(line, 10);
  if (!number || *number != static_cast<double>(line.size() + 1)) return;
  const auto record = without_units(line, std::to_string(line.size() + 1).size() + 1);
  if (!record) return;
  const std::size_t equals = std::min(record->find('='), record->size());
  if (equals == 0) return;
  take(record->substr(0, equals), without_zero_tail(record->substr(std::min(equals + 1, record->size()))), said);
}

bool same(const std::optional<std::string>& ours, const std::optional<std::string_view>& standard) {
  return ours.has_value() == standard.has_value() && (!ours || *ours == *standard);
}

bool same_size(const std::optional<double>& ours, const std::optional<std::string_view>& standard) {
  if (!standard) return !ours;
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(standard->data(), standard->data() + standard->size(), size);
  return error == std::errc() && end == standard->data() + standard->size() && ours && size <= 1ull << 53 &&
         *ours == static_cast<double>(size);
}

}  // namespace

NodePax read_node_pax(std::string_view content) {
  NodePax out;
  const Standard standard = read_standard(content, out);
  const std::string text = decode_lossy(content);
  std::string_view rest = text;
  // A last line without its break is one as well.
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    read_line(rest.substr(0, end), out.said);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  out.agrees = out.agrees && standard.is_whole && same(out.said.path, standard.path) &&
               same(out.said.link, standard.link) && same_size(out.said.size, standard.size);
  return out;
}

}  // namespace cordon::archive
