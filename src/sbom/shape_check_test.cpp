#include "sbom/shape_check.h"

#include <gtest/gtest.h>

#include <optional>

#include "base/json.h"
#include "sbom/cyclonedx_shapes.h"
#include "sbom/spdx_shapes.h"
#include "sbom/text_form.h"

namespace cordon::sbom {
namespace {

constexpr const char* kTable = R"(document: name!=text<1..5> kind={kind} count=integer<0..9> tags=[text]!
  parts=[part] either=part|[part]1.. link=link@1.5- old=flag@-1.4 url=address one(kind,count)
part: id=ref open() when=date-time not-both(when,until) until=date-time x=flag only-if(until,x)
{kind}: big small new@1.6
)";

// The code of what is wrong, or nothing; `pointer` is where.
std::optional<ErrorCode> fault(const std::string& text, unsigned minor = 6, std::string* message = nullptr) {
  const Document document = *json::parse(text);
  const ShapeTable table = *parse_shapes(kTable, minor);
  const auto notes = check_shapes(document.root(), table);
  if (notes) return std::nullopt;
  if (message) *message = notes.error().message;
  return notes.error().code;
}

TEST(CheckShapes, AcceptsWhatTheTableAllows) {
  EXPECT_EQ(fault(R"({"name": "abc", "kind": "big", "tags": ["a", "b"], "parts": [{"id": "1"}, {"any": [1]}],
    "either": {"id": "2"}, "link": "1", "url": "https://example.invalid/"})"),
            std::nullopt);
  EXPECT_EQ(fault(R"({"name": "abc", "count": 9, "either": [{"id": "2"}]})"), std::nullopt);
}

TEST(CheckShapes, RefusesWhatItDoesNot) {
  EXPECT_EQ(fault("[]"), ErrorCode::wrong_type);
  EXPECT_EQ(fault(R"({"kind": "big"})"), ErrorCode::missing_field);
  EXPECT_EQ(fault(R"({"name": "a"})"), ErrorCode::missing_field);
  EXPECT_EQ(fault(R"({"name": "a", "kind": "big", "count": 1})"), ErrorCode::invalid_value);
  EXPECT_EQ(fault(R"({"name": "", "kind": "big"})"), ErrorCode::invalid_value);
  EXPECT_EQ(fault(R"({"name": "abcdef", "kind": "big"})"), ErrorCode::invalid_value);
  EXPECT_EQ(fault(R"({"name": 1, "kind": "big"})"), ErrorCode::wrong_type);
  EXPECT_EQ(fault(R"({"name": "a", "kind": "huge"})"), ErrorCode::invalid_value);
  EXPECT_EQ(fault(R"({"name": "a", "count": 10})"), ErrorCode::invalid_value);
  EXPECT_EQ(fault(R"({"name": "a", "count": 1.5})"), ErrorCode::wrong_type);
  EXPECT_EQ(fault(R"({"name": "a", "count": 1, "more": 1})"), ErrorCode::unknown_key);
  EXPECT_EQ(fault(R"({"name": "a", "count": 1, "tags": ["x", "x"]})"), ErrorCode::invalid_value);
  EXPECT_EQ(fault(R"({"name": "a", "count": 1, "link": ""})"), ErrorCode::invalid_value);
  EXPECT_EQ(fault(R"({"name": "a", "count": 1, "either": []})"), ErrorCode::missing_field);
  EXPECT_EQ(fault(R"({"name": "a", "count": 1, "either": 1})"), ErrorCode::wrong_type);
}

TEST(CheckShapes, HoldsFieldsAgainstEachOther) {
  const std::string time = "\"2026-03-31T00:21:58Z\"";
  const auto part = [&](const std::string& members) {
    return fault("{\"name\": \"a\", \"count\": 1, \"parts\": [{" + members + "}]}");
  };
  EXPECT_EQ(part("\"when\": " + time), std::nullopt);
  EXPECT_EQ(part("\"when\": " + time + ", \"until\": " + time + ", \"x\": true"), ErrorCode::invalid_value);
  EXPECT_EQ(part("\"until\": " + time), ErrorCode::invalid_value);
  EXPECT_EQ(part("\"until\": " + time + ", \"x\": true"), std::nullopt);
}

TEST(CheckShapes, KnowsVersions) {
  EXPECT_EQ(fault(R"({"name": "a", "kind": "new"})", 5), ErrorCode::invalid_value);
  EXPECT_EQ(fault(R"({"name": "a", "count": 1, "link": "x"})", 4), ErrorCode::unknown_key);
  EXPECT_EQ(fault(R"({"name": "a", "count": 1, "old": true})", 4), std::nullopt);
  EXPECT_EQ(fault(R"({"name": "a", "count": 1, "old": true})", 5), ErrorCode::unknown_key);
}

TEST(CheckShapes, NamesThePlace) {
  std::string message;
  EXPECT_EQ(fault(R"({"name": "a", "count": 1, "parts": [{}, {"when": 1}]})", 6, &message), ErrorCode::wrong_type);
  EXPECT_TRUE(message.starts_with("/parts/1/when:")) << message;
  EXPECT_EQ(fault(R"({"name": "a", "count": 1, "a/b~c": 1})", 6, &message), ErrorCode::unknown_key);
  EXPECT_TRUE(message.starts_with("/a~1b~0c:")) << message;
  EXPECT_EQ(fault(R"({"name": "a", "count": 1, "either": [{"when": "now"}]})", 6, &message), ErrorCode::invalid_value);
  EXPECT_TRUE(message.starts_with("/either/0/when:")) << message;
}

TEST(CheckShapes, FindsANameGivenTwiceAlsoThroughAlternatives) {
  EXPECT_EQ(fault(R"({"name": "a", "count": 1, "parts": [{"id": "1"}], "either": {"id": "1"}})"),
            ErrorCode::invalid_value);
  EXPECT_EQ(fault(R"({"name": "a", "count": 1, "either": {"id": "1"}})"), std::nullopt);
}

TEST(CheckShapes, NotesSpoiltAddresses) {
  const Document document = *json::parse(R"({"name": "a", "count": 1, "url": "a b"})");
  const auto notes = check_shapes(document.root(), *parse_shapes(kTable, 6));
  ASSERT_TRUE(notes.has_value());
  ASSERT_EQ(notes->notes.size(), 1u);
  EXPECT_EQ(notes->notes[0].pointer, "/url");
}

TEST(ParseShapes, RefusesMistakes) {
  EXPECT_EQ(parse_shapes("a: x=nothing\n", 4).error().code, ErrorCode::not_found);
  EXPECT_EQ(parse_shapes("a: x=text@1.x\n", 4).error().code, ErrorCode::syntax);
  EXPECT_EQ(parse_shapes("a: some(x)\n", 4).error().code, ErrorCode::syntax);
  EXPECT_EQ(parse_shapes("no colon\n", 4).error().code, ErrorCode::syntax);
}

TEST(ParseShapes, ReadsTheTablesOfThisModule) {
  for (unsigned minor = 4; minor <= 7; ++minor) {
    const auto table = parse_shapes(cyclonedx_shapes(), minor);
    ASSERT_TRUE(table.has_value()) << table.error().message;
    EXPECT_EQ(table->records[0].name, "bom");
  }
  EXPECT_TRUE(parse_shapes(spdx_shapes(), 3).has_value());
}

TEST(TextForm, JudgesTimes) {
  for (const char* text : {"2026-03-31T00:21:58Z", "2026-03-31t00:21:58.123+02:00", "2016-12-31T23:59:60Z"})
    EXPECT_TRUE(is_date_time(text)) << text;
  for (const char* text : {"2026-03-31", "2026-02-30T00:00:00Z", "2026-03-31T24:00:00Z", "2026-03-31T00:00:00",
                           "2026-03-31T00:00:00.Z", "2026-03-31 00:00:00Z", "2026-03-31T00:00:00+2:00", ""})
    EXPECT_FALSE(is_date_time(text)) << text;
}

TEST(TextForm, JudgesTheOtherForms) {
  EXPECT_TRUE(is_serial_number("urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"));
  EXPECT_FALSE(is_serial_number("urn:uuid:3E671687-395b-41f5-a30f-a58921a69b79"));
  EXPECT_TRUE(is_mime_type("application/vnd.x+json"));
  EXPECT_FALSE(is_mime_type("Text/plain"));
  EXPECT_TRUE(is_hex_digest(std::string(40, 'a')));
  EXPECT_FALSE(is_hex_digest(std::string(41, 'a')));
  EXPECT_TRUE(is_locale("en") && is_locale("en-GB") && is_country("GB") && is_cre("CRE:1-2"));
  EXPECT_FALSE(is_locale("en-gb") || is_country("gb") || is_cre("CRE:1-") || is_locale("e1"));
  EXPECT_TRUE(is_patent_number("US 1-2/3"));
  EXPECT_FALSE(is_patent_number("-1") || is_patent_number("1"));
  EXPECT_TRUE(is_address("https://example.invalid/%41?b#c") && is_address("../a") && is_address(""));
  EXPECT_FALSE(is_address("a b") || is_address("<a>") || is_address("%4") || is_address("a\nb"));
  EXPECT_TRUE(is_email("a@b"));
  EXPECT_FALSE(is_email("a@") || is_email("a b@c") || is_email("ab"));
  EXPECT_EQ(length_of("a\xC3\xA9"), 2u);
}

}  // namespace
}  // namespace cordon::sbom
