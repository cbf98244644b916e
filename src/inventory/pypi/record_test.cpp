#include "inventory/pypi/record.h"

#include <gtest/gtest.h>

namespace cordon::inventory::pypi {
namespace {

// Of the empty text.
constexpr const char* kEmpty = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";

Record parse(std::string_view text) {
  auto record = parse_record(text, "a/RECORD", {});
  EXPECT_TRUE(record) << record.error().describe();
  return record ? std::move(*record) : Record();
}

// "line path algorithm size" of each row, with '!' behind the algorithm where its digest is kept.
std::string rows(const Record& record) {
  std::string out;
  for (const RecordRow& row : record.rows)
    out += std::to_string(row.line) + " " + row.path + " " + row.algorithm + (row.sha256 ? "! " : " ") +
           (row.size ? std::to_string(*row.size) : "-") + "\n";
  return out;
}

std::string codes(const Record& record) {
  std::string out;
  for (const model::FileUnread& unread : record.unread) {
    EXPECT_EQ(unread.path, "a/RECORD");
    EXPECT_TRUE(unread.incomplete);
    out += unread.code + ":" + std::to_string(unread.line) + " ";
  }
  return out;
}

TEST(Record, ARowIsAFileWithItsDigestAndSize) {
  const Record record = parse("a/__init__.py,sha256=" + std::string(kEmpty) +
                              ",0\n"
                              "a/__pycache__/__init__.cpython-311.pyc,,\r\n"
                              "../../../bin/a,sha512=x,12\n\n"
                              "a.dist-info/RECORD,,");
  EXPECT_EQ(rows(record),
            "1 a/__init__.py sha256! 0\n2 a/__pycache__/__init__.cpython-311.pyc  -\n3 ../../../bin/a sha512 12\n"
            "5 a.dist-info/RECORD  -\n");
  ASSERT_EQ(record.rows.size(), 4u);
  EXPECT_EQ(record.rows[0].sha256, sha256(""));
  EXPECT_EQ(codes(record), "");
}

TEST(Record, QuotesAreThoseOfPythonsCsv) {
  const Record record = parse("\"a,b.py\",,\n\"say \"\"x\"\".py\",,1\n\"two\nlines\",,\nin\"side,,\n\"a\"b,,\n");
  EXPECT_EQ(rows(record), "1 a,b.py  -\n2 say \"x\".py  1\n3 two\nlines  -\n5 in\"side  -\n6 ab  -\n");
  EXPECT_EQ(codes(record), "");
}

TEST(Record, WhatMeansNothingIsNamedAndTheRestIsKept) {
  const Record record = parse(
      ",,\n"
      "a,b\n"
      "c,sha256,1\n"
      "d,sha256=AAAA,1\n"
      "e,=x,many\n"
      "f,,-1\n"
      "g,,18446744073709551616\n"
      "\"h,,\n");
  EXPECT_EQ(rows(record), "2 a  -\n3 c  1\n4 d  1\n5 e  -\n6 f  -\n7 g  -\n");
  EXPECT_EQ(codes(record),
            "invalid_value:1 syntax:2 invalid_value:2 invalid_value:3 invalid_value:4 invalid_value:5 invalid_value:5 "
            "invalid_value:6 invalid_value:7 truncated:8 ");
}

TEST(Record, ADigestIsOfTheUrlAlphabetWithoutPaddingOrBitsThatAreNone) {
  const std::string digest = kEmpty;
  EXPECT_EQ(codes(parse("a,sha256=" + digest + "=,\n")), "invalid_value:1 ");
  EXPECT_EQ(codes(parse("a,sha256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU,\n")), "invalid_value:1 ");
  EXPECT_EQ(codes(parse("a,sha256=" + digest.substr(0, 42) + "V,\n")), "invalid_value:1 ");
}

TEST(Record, ADigestInHexadecimalIsUnderstood) {
  const Record record = parse("a,sha256=" + to_hex(sha256("abc")) + ",3\n");
  ASSERT_EQ(rows(record), "1 a sha256! 3\n");
  EXPECT_EQ(record.rows[0].sha256, sha256("abc"));
  EXPECT_EQ(codes(parse("a,sha256=" + std::string(64, 'G') + ",3\n")), "invalid_value:1 ");
}

TEST(Record, AByteOrderMarkIsPassedOverAndTextThatIsNoneIsRefused) {
  EXPECT_EQ(rows(parse("\xef\xbb\xbf"
                       "a,,\n")),
            "1 a  -\n");
  EXPECT_EQ(rows(parse("")), "");
  EXPECT_EQ(parse_record("a\xff,,\n", "a/RECORD", {}).error().code, ErrorCode::invalid_utf8);
  EXPECT_EQ(parse_record("\xff\xfe"
                         "a,,\n",
                         "a/RECORD", {})
                .error()
                .code,
            ErrorCode::unsupported_encoding);
}

TEST(Record, MoreRowsThanAPackageHasAreSaid) {
  std::string text;
  for (std::size_t i = 0; i < kMostRecordRows + 2; ++i) text += "a,,\n";
  const Record record = parse(text);
  EXPECT_EQ(record.rows.size(), kMostRecordRows);
  EXPECT_EQ(codes(record), "too_many:200001 ");
}

}  // namespace
}  // namespace cordon::inventory::pypi
