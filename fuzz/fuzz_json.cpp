// JSON, with simdjson as the rival: both accept a text and see the same tree in it, or both refuse it. The first byte
// says whether comments are allowed; then there is no rival.
//
// They differ on purpose: we read numbers of any size, replace lone surrogates as JavaScript's JSON does (simdjson
// refuses them), accept a byte-order mark, and have limits of our own.
#include <simdjson.h>

#include "check_document.h"

using namespace cordon;
using fuzz::expect;

namespace {

bool has_surrogate_escape(std::string_view source) {
  for (std::size_t at = source.find("\\u"); at != std::string_view::npos; at = source.find("\\u", at + 1))
    if (at + 2 < source.size() && (source[at + 2] == 'd' || source[at + 2] == 'D')) return true;
  return false;
}

void compare(const Value& ours, const simdjson::dom::element& theirs, bool surrogates) {
  switch (theirs.type()) {
    case simdjson::dom::element_type::OBJECT: {
      auto member = ours.all_members().begin();
      const auto end = ours.all_members().end();
      expect(ours.is_object());
      for (const auto& [key, value] : simdjson::dom::object(theirs.get_object())) {
        expect(member != end && (surrogates || (*member).key == std::string_view(key)));
        compare((*member).value, value, surrogates);
        ++member;
      }
      expect(member == end);
      break;
    }
    case simdjson::dom::element_type::ARRAY: {
      auto element = ours.elements().begin();
      const auto end = ours.elements().end();
      expect(ours.is_array());
      for (const simdjson::dom::element value : simdjson::dom::array(theirs.get_array())) {
        expect(element != end);
        compare(*element, value, surrogates);
        ++element;
      }
      expect(element == end);
      break;
    }
    case simdjson::dom::element_type::STRING:
      expect(ours.is_string() && (surrogates || ours.text() == std::string_view(theirs.get_string())));
      break;
    case simdjson::dom::element_type::INT64:
      expect(ours.is_number() && ours.integer() == std::int64_t(theirs.get_int64()));
      break;
    case simdjson::dom::element_type::UINT64:
    case simdjson::dom::element_type::DOUBLE: expect(ours.is_number()); break;
    case simdjson::dom::element_type::BOOL:
      expect(ours.is_boolean() && ours.is_true() == bool(theirs.get_bool()));
      break;
    case simdjson::dom::element_type::NULL_VALUE: expect(ours.is_null()); break;
  }
}

bool is_limit(ErrorCode code) {
  return code == ErrorCode::too_deep || code == ErrorCode::too_many || code == ErrorCode::too_large ||
         code == ErrorCode::unsupported_encoding;
}

void compare_with_rival(std::string_view source, const Result<Document>& ours) {
  static simdjson::dom::parser parser;
  if (source.starts_with("\xEF\xBB\xBF")) return;
  simdjson::dom::element theirs;
  const auto error = parser.parse(simdjson::padded_string(source)).get(theirs);
  const bool surrogates = has_surrogate_escape(source);
  if (ours && error == simdjson::SUCCESS) {
    compare(ours->root(), theirs, surrogates);
  } else if (ours) {
    expect(error == simdjson::NUMBER_ERROR || (surrogates && error == simdjson::STRING_ERROR));
  } else if (error == simdjson::SUCCESS) {
    expect(is_limit(ours.error().code));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string source(reinterpret_cast<const char*>(data) + 1, size - 1);
  json::Options options;
  options.comments = (data[0] & 1) != 0;
  const auto document = json::parse(source, options);
  if (document) {
    fuzz::check_document(*document, options.limits);
    fuzz::check_round_trip(document->root());
  } else {
    fuzz::check_error(document.error(), source);
  }
  if (!options.comments) compare_with_rival(source, document);
  else if (json::parse(source)) expect(document.has_value());  // comments allow more, never less
  return 0;
}
