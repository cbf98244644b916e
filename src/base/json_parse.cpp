#include "base/encoding.h"
#include "base/json.h"
#include "base/json_events.h"

namespace cordon::json {
namespace {

// Builds the document's nodes in document order.
class Builder {
 public:
  explicit Builder(detail::DocumentStorage& storage) : storage_(storage) {}

  void line_start(std::uint32_t offset) { storage_.line_starts.push_back(offset); }
  void begin_object(std::uint32_t offset) { open(ValueKind::object, offset); }
  void begin_array(std::uint32_t offset) { open(ValueKind::array, offset); }
  void end_object() {
    const std::uint32_t index = close();
    storage_.mark_duplicates(index);
  }
  void end_array() { close(); }
  void key(std::string_view text, std::uint32_t offset, bool stable) {
    ++storage_.nodes[open_.back()].length;
    add(ValueKind::string, text, offset, stable);
  }
  void string(std::string_view text, std::uint32_t offset, bool stable) {
    count();
    add(ValueKind::string, text, offset, stable);
  }
  void number(std::string_view text, std::uint32_t offset) {
    count();
    add(ValueKind::number, text, offset, true);
  }
  void boolean(std::string_view text, std::uint32_t offset) {
    count();
    add(ValueKind::boolean, text, offset, true);
  }
  void null(std::string_view text, std::uint32_t offset) {
    count();
    add(ValueKind::null, text, offset, true);
  }

 private:
  void count() {
    if (!open_.empty() && storage_.nodes[open_.back()].kind == ValueKind::array) ++storage_.nodes[open_.back()].length;
  }
  void add(ValueKind kind, std::string_view text, std::uint32_t offset, bool stable) {
    detail::ValueNode& node = storage_.nodes.emplace_back();
    node.text = stable ? text.data() : storage_.keep(text);
    node.length = static_cast<std::uint32_t>(text.size());
    node.next = static_cast<std::uint32_t>(storage_.nodes.size());
    node.offset = offset;
    node.kind = kind;
  }
  void open(ValueKind kind, std::uint32_t offset) {
    count();
    open_.push_back(static_cast<std::uint32_t>(storage_.nodes.size()));
    add(kind, {}, offset, true);
  }
  std::uint32_t close() {
    const std::uint32_t index = open_.back();
    open_.pop_back();
    storage_.nodes[index].next = static_cast<std::uint32_t>(storage_.nodes.size());
    return index;
  }

  detail::DocumentStorage& storage_;
  std::vector<std::uint32_t> open_;
};

}  // namespace

Result<Document> parse(std::string source, const Options& options) {
  TRY(check_encoding(source, options.limits));
  Document document(std::move(source));
  detail::DocumentStorage& storage = document.storage();
  storage.byte_order_mark = storage.source.starts_with("\xEF\xBB\xBF");
  storage.line_starts.push_back(0);
  // Usual lockfiles have a value every 18 to 30 bytes, and a line every 30 to 40.
  storage.nodes.reserve(storage.source.size() / 16);
  storage.line_starts.reserve(storage.source.size() / 24);
  Builder builder(storage);
  TRY(EventReader<Builder>(storage.source, options, builder).read());
  return document;
}

}  // namespace cordon::json
