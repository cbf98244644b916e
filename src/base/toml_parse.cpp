#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>

#include "base/code_point_index.h"
#include "base/encoding.h"
#include "base/toml.h"
#include "base/toml_shape.h"

namespace cordon::toml {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Places of toml++ are 1-based lines and columns in code points, and do not count a byte-order mark.
class Places {
 public:
  Places(const detail::DocumentStorage& storage, std::size_t skipped)
      : storage_(storage), skipped_(skipped), index_(storage.source) {}

  std::uint32_t offset(const ::toml::source_position& position) const {
    if (position.line == 0) return 0;
    if (position.line > storage_.line_starts.size()) return static_cast<std::uint32_t>(storage_.source.size());
    const std::uint32_t start =
        position.line == 1 ? static_cast<std::uint32_t>(skipped_) : storage_.line_starts[position.line - 1];
    const std::uint32_t column = position.column == 0 ? 0 : position.column - 1;
    return index_.byte_of(index_.index_of(start) + column);
  }

  // The bytes of a token.
  std::string_view written(const ::toml::source_region& region) const {
    const std::uint32_t first = offset(region.begin), last = offset(region.end);
    return std::string_view(storage_.source).substr(first, last > first ? last - first : 0);
  }

 private:
  const detail::DocumentStorage& storage_;
  std::size_t skipped_;
  CodePointIndex index_;
};

// Copies the library's tree into the document.
class Builder {
 public:
  Builder(detail::DocumentStorage& storage, const Places& places, const Limits& limits)
      : storage_(storage), places_(places), limits_(limits) {}

  Result<void> table(const ::toml::table& table, std::uint32_t at) {
    const std::uint32_t index = TRY(open(ValueKind::object, table.size(), at));
    struct Member {
      std::uint32_t offset;
      const ::toml::key* key;
      const ::toml::node* value;
    };
    std::vector<Member> members;  // the library sorts them by name; the document keeps the file's order
    members.reserve(table.size());
    for (const auto& [key, value] : table) members.push_back({places_.offset(key.source().begin), &key, &value});
    std::ranges::sort(members, {}, &Member::offset);
    for (const Member& member : members) {
      TRY(scalar(ValueKind::string, member.key->str(), member.offset));
      TRY(node(*member.value));
    }
    close(index);
    return {};
  }

 private:
  Result<void> node(const ::toml::node& node) {
    const std::uint32_t at = places_.offset(node.source().begin);
    switch (node.type()) {
      case ::toml::node_type::table: return table(*node.as_table(), at);
      case ::toml::node_type::array: {
        const ::toml::array& array = *node.as_array();
        const std::uint32_t index = TRY(open(ValueKind::array, array.size(), at));
        for (const ::toml::node& element : array) TRY(this->node(element));
        close(index);
        return {};
      }
      case ::toml::node_type::string: return scalar(ValueKind::string, node.as_string()->get(), at);
      case ::toml::node_type::integer: return scalar(ValueKind::number, std::to_string(node.as_integer()->get()), at);
      case ::toml::node_type::boolean:
        return scalar(ValueKind::boolean, node.as_boolean()->get() ? "true" : "false", at);
      case ::toml::node_type::floating_point: return scalar(ValueKind::number, places_.written(node.source()), at);
      default: return scalar(ValueKind::string, places_.written(node.source()), at);
    }
  }

  Result<std::uint32_t> add(ValueKind kind, std::uint32_t at) {
    if (storage_.nodes.size() >= limits_.entries)
      return fail(ErrorCode::too_many, "too many values", storage_.line_of(at));
    const auto index = static_cast<std::uint32_t>(storage_.nodes.size());
    detail::ValueNode& added = storage_.nodes.emplace_back();
    added.next = index + 1;
    added.offset = at;
    added.kind = kind;
    return index;
  }

  Result<void> scalar(ValueKind kind, std::string_view text, std::uint32_t at) {
    if (text.size() > limits_.string_bytes) return fail(ErrorCode::too_large, "string too long", storage_.line_of(at));
    detail::ValueNode& added = storage_.nodes[TRY(add(kind, at))];
    added.text = storage_.keep(text);
    added.length = static_cast<std::uint32_t>(text.size());
    return {};
  }

  Result<std::uint32_t> open(ValueKind kind, std::size_t size, std::uint32_t at) {
    if (++depth_ > limits_.depth) return fail(ErrorCode::too_deep, "nested too deeply", storage_.line_of(at));
    const std::uint32_t index = TRY(add(kind, at));
    storage_.nodes[index].length = static_cast<std::uint32_t>(size);
    return index;
  }

  void close(std::uint32_t index) {
    --depth_;
    storage_.nodes[index].next = static_cast<std::uint32_t>(storage_.nodes.size());
  }

  detail::DocumentStorage& storage_;
  const Places& places_;
  const Limits& limits_;
  std::uint32_t depth_ = 0;
};

// The library says "expected" and "unexpected" alike for a text that is cut off; only the place tells.
bool cut_off(const Shape& shape, std::string_view source, std::uint32_t offset) {
  const std::size_t last = source.find_last_not_of(" \t\r\n");
  return shape.ends_inside || last == std::string_view::npos || offset > last;
}

}  // namespace

Result<Document> parse(std::string source, const Limits& limits) {
  TRY(check_encoding(source, limits));
  TRY(check_utf8(source));
  Document document(std::move(source));
  detail::DocumentStorage& storage = document.storage();
  storage.index_lines();
  std::string_view text = storage.source;
  storage.byte_order_mark = text.starts_with(kByteOrderMark);
  if (storage.byte_order_mark) text.remove_prefix(kByteOrderMark.size());
  const Shape shape = TRY(measure(text, limits));
  const Places places(storage, storage.source.size() - text.size());
  const ::toml::parse_result result = ::toml::parse(text);
  if (!result) {
    const std::uint32_t offset = places.offset(result.error().source().begin);
    const ErrorCode code = cut_off(shape, storage.source, offset) ? ErrorCode::truncated : ErrorCode::syntax;
    return storage.fail_at(code, std::string(result.error().description()), offset);
  }
  TRY(Builder(storage, places, limits).table(result.table(), 0));
  return document;
}

}  // namespace cordon::toml
