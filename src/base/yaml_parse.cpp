#include <yaml.h>

#include <algorithm>
#include <memory>
#include <unordered_map>

#include "base/code_point_index.h"
#include "base/encoding.h"
#include "base/yaml.h"

namespace cordon::yaml {
namespace {

// libyaml compares every %TAG directive with all others; nothing that we read has even one.
constexpr std::size_t kMostDirectives = 64;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct ParserDelete {
  void operator()(yaml_parser_t* parser) const {
    yaml_parser_delete(parser);
    delete parser;
  }
};

// One event, released at the end of its scope.
struct Event {
  yaml_event_t raw{};
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { yaml_event_delete(&raw); }
};

std::string_view view(const yaml_char_t* text) { return text == nullptr ? "" : reinterpret_cast<const char*>(text); }

std::size_t count_directives(std::string_view source) {
  std::size_t count = 0;
  for (std::size_t at = source.find("%TAG"); at != std::string_view::npos; at = source.find("%TAG", at + 1)) {
    // Only a line's first character starts a directive; libyaml also ends lines at CR, NEL, LS and PS.
    const unsigned char before = at == 0 ? '\n' : static_cast<unsigned char>(source[at - 1]);
    if (before == '\n' || before == '\r' || before >= 0x80) ++count;
  }
  return count;
}

class Reader {
 public:
  Reader(const std::string& source, const Limits& limits)
      : source_(source), limits_(limits), text_start_(source.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0),
        text_(std::string_view(source).substr(text_start_)), index_(text_), parser_(new yaml_parser_t) {
    yaml_parser_initialize(parser_.get());
    yaml_parser_set_encoding(parser_.get(), YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(parser_.get(), reinterpret_cast<const unsigned char*>(text_.data()), text_.size());
    places_.source = source;
    places_.index_lines();
  }

  Result<std::vector<Document>> read() {
    std::vector<Document> documents;
    for (;;) {
      Event event;
      if (yaml_parser_parse(parser_.get(), &event.raw) == 0) return syntax_error();
      switch (event.raw.type) {
        case YAML_STREAM_END_EVENT:
          if (documents.empty()) documents.push_back(start_document());
          return documents;
        case YAML_DOCUMENT_START_EVENT:
          if (documents.size() >= limits_.documents)
            return fail_at(ErrorCode::too_many, "too many YAML documents", event.raw.start_mark);
          documents.push_back(start_document());
          begin(documents.back());
          break;
        case YAML_STREAM_START_EVENT:
        case YAML_DOCUMENT_END_EVENT:
        case YAML_NO_EVENT: break;
        default: TRY(node(event.raw));
      }
    }
  }

 private:
  // A collection being read. `key_next` is true in a mapping when the next node is a key.
  struct Open {
    std::uint32_t index;
    bool mapping;
    bool key_next;
  };

  Document start_document() const {
    Document document{std::string(source_)};
    document.storage().byte_order_mark = text_start_ != 0;
    document.storage().line_starts = places_.line_starts;
    return document;
  }

  void begin(Document& document) {
    storage_ = &document.storage();
    storage_->nodes.reserve(source_.size() / 24);
    open_.clear();
    anchors_.clear();
  }

  // libyaml counts characters; the document counts bytes. libyaml's line numbers are not used: it also ends lines at
  // NEL, LS and PS, which no editor and no other reader of these files does.
  std::uint32_t offset(const yaml_mark_t& mark) const { return byte(index_.byte_of(mark.index)); }
  std::uint32_t byte(std::size_t in_text) const { return static_cast<std::uint32_t>(text_start_ + in_text); }

  std::unexpected<Error> fail_at(ErrorCode code, std::string message, const yaml_mark_t& mark) const {
    return places_.fail_at(code, std::move(message), offset(mark));
  }

  // Counts `size` more values, the first of them in the innermost collection. True when it is a mapping's key. Fails
  // where a collection stands as a key.
  Result<bool> place(bool scalar, std::uint32_t size, const yaml_mark_t& mark) {
    entries_ += size;
    if (entries_ > limits_.entries) return fail_at(ErrorCode::too_many, "too many values", mark);
    if (open_.empty()) return false;
    Open& parent = open_.back();
    detail::ValueNode& collection = storage_->nodes[parent.index];
    if (!parent.mapping) {
      ++collection.length;
      return false;
    }
    const bool key = parent.key_next;
    if (key) {
      if (!scalar) return fail_at(ErrorCode::wrong_type, "a mapping key that is no plain text", mark);
      ++collection.length;
    }
    parent.key_next = !parent.key_next;
    return key;
  }

  std::uint32_t add(ValueKind kind, std::string_view text, std::uint32_t at) {
    const auto index = static_cast<std::uint32_t>(storage_->nodes.size());
    detail::ValueNode& added = storage_->nodes.emplace_back();
    added.text = storage_->keep(text);
    added.length = static_cast<std::uint32_t>(text.size());
    added.next = index + 1;
    added.offset = at;
    added.kind = kind;
    return index;
  }

  void remember(const yaml_char_t* anchor, std::uint32_t index) {
    if (anchor != nullptr) anchors_[std::string(view(anchor))] = index;
  }

  Result<void> node(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_SCALAR_EVENT: return scalar(event);
      case YAML_SEQUENCE_START_EVENT: return open(false, event.data.sequence_start.anchor, event.start_mark);
      case YAML_MAPPING_START_EVENT: return open(true, event.data.mapping_start.anchor, event.start_mark);
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT: close(); return {};
      case YAML_ALIAS_EVENT: return alias(view(event.data.alias.anchor), event.start_mark);
      default: return {};
    }
  }

  Result<void> scalar(const yaml_event_t& event) {
    const auto& scalar = event.data.scalar;
    const std::string_view text(reinterpret_cast<const char*>(scalar.value), scalar.length);
    if (text.size() > limits_.string_bytes) return fail_at(ErrorCode::too_large, "string too long", event.start_mark);
    const bool key = TRY(place(true, 1, event.start_mark));
    const std::uint32_t index = add(ValueKind::string, text, offset(event.start_mark));
    storage_->nodes[index].plain = scalar.style == YAML_PLAIN_SCALAR_STYLE && !key;
    remember(scalar.anchor, index);
    return {};
  }

  Result<void> open(bool mapping, const yaml_char_t* anchor, const yaml_mark_t& mark) {
    if (open_.size() >= limits_.depth) return fail_at(ErrorCode::too_deep, "nested too deeply", mark);
    TRY(place(false, 1, mark));
    const std::uint32_t index = add(mapping ? ValueKind::object : ValueKind::array, {}, offset(mark));
    open_.push_back({index, mapping, true});
    remember(anchor, index);
    return {};
  }

  void close() {
    const Open closed = open_.back();
    open_.pop_back();
    storage_->nodes[closed.index].next = static_cast<std::uint32_t>(storage_->nodes.size());
    if (closed.mapping) storage_->mark_duplicates(closed.index);
  }

  // Levels of nesting of a finished subtree; 0 for a scalar.
  std::size_t depth_of(std::uint32_t first) const {
    std::vector<std::uint32_t> ends;
    std::size_t deepest = 0;
    for (std::uint32_t i = first; i < storage_->nodes[first].next; ++i) {
      while (!ends.empty() && i >= ends.back()) ends.pop_back();
      const detail::ValueNode& inner = storage_->nodes[i];
      if (inner.kind == ValueKind::array || inner.kind == ValueKind::object) ends.push_back(inner.next);
      deepest = std::max(deepest, ends.size());
    }
    return deepest;
  }

  // Copies the anchored subtree. The copy keeps the offsets of the original.
  Result<void> alias(std::string_view name, const yaml_mark_t& mark) {
    const auto found = anchors_.find(std::string(name));
    if (found == anchors_.end()) return fail_at(ErrorCode::syntax, "alias of an unknown anchor", mark);
    if (++aliases_ > limits_.aliases) return fail_at(ErrorCode::too_many, "too many YAML aliases", mark);
    const std::uint32_t first = found->second;
    for (const Open& open : open_)
      if (open.index == first) return fail_at(ErrorCode::syntax, "alias of a collection inside itself", mark);
    const std::uint32_t size = storage_->nodes[first].next - first;
    const bool key = TRY(place(storage_->nodes[first].kind == ValueKind::string, size, mark));
    if (open_.size() + depth_of(first) > limits_.depth)
      return fail_at(ErrorCode::too_deep, "an alias nests too deeply", mark);
    const auto target = static_cast<std::uint32_t>(storage_->nodes.size());
    storage_->nodes.reserve(target + size);
    for (std::uint32_t i = 0; i < size; ++i) {
      detail::ValueNode copy = storage_->nodes[first + i];
      copy.next = copy.next - first + target;
      if (i == 0) {  // the place decides these, not the original
        copy.plain = copy.plain && !key;
        copy.shadowed = false;
      }
      storage_->nodes.push_back(copy);
    }
    return {};
  }

  std::unexpected<Error> syntax_error() const {
    const yaml_parser_t& parser = *parser_;
    const std::string problem = parser.problem == nullptr ? "malformed YAML" : parser.problem;
    if (parser.error == YAML_MEMORY_ERROR) return fail(ErrorCode::system, "out of memory");
    const std::uint32_t at =
        parser.error == YAML_READER_ERROR ? byte(parser.problem_offset) : offset(parser.problem_mark);
    const ErrorCode code = at >= source_.size() ? ErrorCode::truncated : ErrorCode::syntax;
    return places_.fail_at(code, problem, at);
  }

  const std::string& source_;
  const Limits& limits_;
  // libyaml skips a byte-order mark only where it guesses the encoding itself: it gets the text after it.
  std::size_t text_start_;
  std::string_view text_;
  CodePointIndex index_;
  std::unique_ptr<yaml_parser_t, ParserDelete> parser_;
  detail::DocumentStorage places_;  // the lines of the stream, before there is a document
  detail::DocumentStorage* storage_ = nullptr;
  std::vector<Open> open_;
  std::unordered_map<std::string, std::uint32_t> anchors_;
  std::uint64_t entries_ = 0;
  std::uint32_t aliases_ = 0;
};

}  // namespace

Result<std::vector<Document>> parse_all(const std::string& source, const Limits& limits) {
  TRY(check_encoding(source, limits));
  TRY(check_utf8(source));
  if (count_directives(source) > kMostDirectives) return fail(ErrorCode::too_many, "too many YAML directives");
  return Reader(source, limits).read();
}

Result<Document> parse(const std::string& source, const Limits& limits) {
  std::vector<Document> documents = TRY(parse_all(source, limits));
  if (documents.size() != 1) return fail(ErrorCode::too_many, "more than one YAML document");
  return std::move(documents.front());
}

}  // namespace cordon::yaml
