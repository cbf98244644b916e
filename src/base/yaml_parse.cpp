#include <yaml.h>

#include <memory>
#include <unordered_map>

#include "base/encoding.h"
#include "base/utf8.h"
#include "base/yaml.h"

namespace cordon::yaml {
namespace {

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

class Reader {
 public:
  Reader(const std::string& source, const Limits& limits) : source_(source), limits_(limits), parser_(new yaml_parser_t) {
    yaml_parser_initialize(parser_.get());
    yaml_parser_set_encoding(parser_.get(), YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(parser_.get(), reinterpret_cast<const unsigned char*>(source.data()), source.size());
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
          if (documents.size() >= limits_.documents) return fail(ErrorCode::too_many, "too many YAML documents", line(event));
          documents.push_back(start_document());
          begin(documents.back());
          break;
        case YAML_STREAM_START_EVENT:
        case YAML_DOCUMENT_END_EVENT:
        case YAML_NO_EVENT:
          break;
        default:
          TRY(node(event));
      }
    }
  }

 private:
  // A collection being read. `key_next` is true in a mapping when the next node is a key.
  struct Open { std::uint32_t index; bool mapping; bool key_next; };

  Document start_document() const {
    Document document{std::string(source_)};
    document.storage().byte_order_mark = source_.starts_with("\xEF\xBB\xBF");
    document.storage().index_lines();
    return document;
  }

  void begin(Document& document) {
    storage_ = &document.storage();
    storage_->nodes.reserve(source_.size() / 24);
    open_.clear();
    anchors_.clear();
  }

  static std::uint32_t line(const Event& event) { return static_cast<std::uint32_t>(event.raw.start_mark.line) + 1; }

  // libyaml counts characters; the document counts bytes.
  std::uint32_t offset(const yaml_mark_t& mark) const {
    if (mark.line >= storage_->line_starts.size()) return static_cast<std::uint32_t>(source_.size());
    const char* at = source_.data() + storage_->line_starts[mark.line];
    const char* const end = source_.data() + source_.size();
    for (std::size_t column = 0; column < mark.column && at < end && *at != '\n'; ++column) {
      const std::size_t length = utf8::sequence_length(at, end);
      at += length == 0 ? 1 : length;
    }
    return static_cast<std::uint32_t>(at - source_.data());
  }

  // Counts one more value of the innermost collection. Fails where a collection stands as a key.
  Result<bool> place(bool scalar, std::uint32_t line) {
    if (++entries_ > limits_.entries) return fail(ErrorCode::too_many, "too many values", line);
    if (open_.empty()) return false;
    Open& parent = open_.back();
    detail::ValueNode& collection = storage_->nodes[parent.index];
    if (!parent.mapping) {
      ++collection.length;
      return false;
    }
    const bool key = parent.key_next;
    if (key) {
      if (!scalar) return fail(ErrorCode::wrong_type, "a mapping key that is no plain text", line);
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

  Result<void> node(Event& event) {
    const std::uint32_t at_line = line(event);
    switch (event.raw.type) {
      case YAML_SCALAR_EVENT: {
        const auto& scalar = event.raw.data.scalar;
        const std::string_view text(reinterpret_cast<const char*>(scalar.value), scalar.length);
        if (text.size() > limits_.string_bytes) return fail(ErrorCode::too_large, "string too long", at_line);
        const bool key = TRY(place(true, at_line));
        const std::uint32_t index = add(ValueKind::string, text, offset(event.raw.start_mark));
        storage_->nodes[index].plain = scalar.style == YAML_PLAIN_SCALAR_STYLE && !key;
        remember(scalar.anchor, index);
        return {};
      }
      case YAML_SEQUENCE_START_EVENT:
      case YAML_MAPPING_START_EVENT: {
        const bool mapping = event.raw.type == YAML_MAPPING_START_EVENT;
        if (open_.size() >= limits_.depth) return fail(ErrorCode::too_deep, "nested too deeply", at_line);
        TRY(place(false, at_line));
        const std::uint32_t index = add(mapping ? ValueKind::object : ValueKind::array, {}, offset(event.raw.start_mark));
        open_.push_back({index, mapping, true});
        remember(mapping ? event.raw.data.mapping_start.anchor : event.raw.data.sequence_start.anchor, index);
        return {};
      }
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT: {
        const Open closed = open_.back();
        open_.pop_back();
        storage_->nodes[closed.index].next = static_cast<std::uint32_t>(storage_->nodes.size());
        if (closed.mapping) storage_->mark_duplicates(closed.index);
        return {};
      }
      case YAML_ALIAS_EVENT:
        return alias(view(event.raw.data.alias.anchor), at_line);
      default:
        return {};
    }
  }

  // Copies the anchored subtree. The copy keeps the offsets of the original.
  Result<void> alias(std::string_view name, std::uint32_t at_line) {
    const auto found = anchors_.find(std::string(name));
    if (found == anchors_.end()) return fail(ErrorCode::syntax, "alias of an unknown anchor", at_line);
    if (++aliases_ > limits_.aliases) return fail(ErrorCode::too_many, "too many YAML aliases", at_line);
    const std::uint32_t first = found->second;
    for (const Open& open : open_)
      if (open.index == first) return fail(ErrorCode::syntax, "alias of a collection inside itself", at_line);
    const std::uint32_t size = storage_->nodes[first].next - first;
    const bool scalar = storage_->nodes[first].kind == ValueKind::string;
    TRY(place(scalar, at_line));
    if ((entries_ += size) > limits_.entries) return fail(ErrorCode::too_many, "too many values", at_line);
    const auto target = static_cast<std::uint32_t>(storage_->nodes.size());
    for (std::uint32_t i = 0; i < size; ++i) {
      detail::ValueNode copy = storage_->nodes[first + i];
      copy.next = copy.next - first + target;
      storage_->nodes.push_back(copy);
    }
    return {};
  }

  std::unexpected<Error> syntax_error() const {
    const yaml_parser_t& parser = *parser_;
    const auto at_line = static_cast<std::uint32_t>(parser.problem_mark.line) + 1;
    const auto at_column = static_cast<std::uint32_t>(parser.problem_mark.column) + 1;
    const std::string problem = parser.problem == nullptr ? "malformed YAML" : parser.problem;
    if (parser.error == YAML_READER_ERROR) return fail(ErrorCode::invalid_utf8, problem, at_line, at_column);
    return fail(ErrorCode::syntax, problem, at_line, at_column);
  }

  const std::string& source_;
  const Limits& limits_;
  std::unique_ptr<yaml_parser_t, ParserDelete> parser_;
  detail::DocumentStorage* storage_ = nullptr;
  std::vector<Open> open_;
  std::unordered_map<std::string, std::uint32_t> anchors_;
  std::uint32_t entries_ = 0;
  std::uint32_t aliases_ = 0;
};

}  // namespace

Result<std::vector<Document>> parse_all(const std::string& source, const Limits& limits) {
  TRY(check_encoding(source, limits));
  return Reader(source, limits).read();
}

Result<Document> parse(const std::string& source, const Limits& limits) {
  std::vector<Document> documents = TRY(parse_all(source, limits));
  if (documents.size() != 1) return fail(ErrorCode::too_many, "more than one YAML document");
  return std::move(documents.front());
}

}  // namespace cordon::yaml
