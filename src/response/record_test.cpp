#include "response/record.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "response/testing.h"

namespace cordon::response {
namespace {

const std::string kDigest(64, 'a');

Record record_of(RecordPayload payload) {
  return {7, "2026-03-31T01:00:00Z", kDigest, model::CaseSource{"watch.json", kDigest, 10, 3u}, std::move(payload)};
}

// One of each kind.
std::vector<Record> records() {
  model::Coverage coverage;
  coverage.unread.push_back({"events.ndjson", 9, "truncated", "cut", true});
  model::CaseFile file;
  file.path = "a\x1b[31m.pcap";
  file.kind = model::CaseFileKind::capture;
  file.sha256 = kDigest;
  file.before.mtime_ns = -1;
  return {record_of(testing::finding("watch.downloader", model::Severity::high, "host-1/boot-1/watch/1")),
          record_of(testing::event(1, model::ExecPayload{"/usr/bin/curl", {"curl"}, "/tmp"})),
          record_of(std::move(file)), record_of(model::CaseNote{"note", "by \"Kim\"\n"}),
          record_of(std::move(coverage))};
}

TEST(Record, OfEachKindIsReadAsItWasWritten) {
  for (const Record& record : records()) {
    const std::string line = write_record(record);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    const Result<Record> again = read_record(line);
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(*again, record);
    EXPECT_EQ(write_record(*again), line);
  }
}

// What another layer writes is found in the case byte for byte, and read by the same schema.
TEST(Record, HoldsAFindingAndAnEventExactlyAsTheirOwnCodecsWriteThem) {
  for (const Record& record : records()) {
    std::string alone;
    json::Writer writer(alone, 0);
    if (const auto* event = std::get_if<model::Event>(&record.payload)) model::write(writer, *event);
    else if (const auto* finding = std::get_if<model::Finding>(&record.payload)) model::write(writer, *finding);
    else continue;
    const std::string line = write_record(record);
    EXPECT_TRUE(line.ends_with("\"payload\":" + alone + "}")) << line;
    const Result<Document> document = json::parse(line);
    ASSERT_TRUE(document);
    const Value payload = document->root()["payload"];
    if (const auto* event = std::get_if<model::Event>(&record.payload)) {
      model::Event again;
      ASSERT_TRUE(model::read(payload, again));
      EXPECT_EQ(again, *event);
    } else {
      model::Finding again;
      ASSERT_TRUE(model::read(payload, again));
      EXPECT_EQ(again, std::get<model::Finding>(record.payload));
    }
  }
}

ErrorCode code_of(std::string_view line) {
  const Result<Record> record = read_record(line);
  return record ? ErrorCode::internal : record.error().code;
}

TEST(Record, IsRefusedWithTheReason) {
  const std::string good = write_record(record_of(model::CaseNote{"note", "x"}));
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string line = good;
    return line.replace(line.find(from), from.size(), to);
  };
  EXPECT_EQ(code_of(good.substr(0, good.size() / 2)), ErrorCode::truncated);
  EXPECT_EQ(code_of("nonsense"), ErrorCode::syntax);
  EXPECT_EQ(code_of("[]"), ErrorCode::wrong_type);
  EXPECT_EQ(code_of(with("\"seq\":7", "\"seq\":0")), ErrorCode::invalid_value);
  EXPECT_EQ(code_of(with("\"seq\":7,", "")), ErrorCode::missing_field);
  EXPECT_EQ(code_of(with("2026-03-31T01:00:00Z", "yesterday")), ErrorCode::invalid_value);
  EXPECT_EQ(code_of(with(kDigest, "abc")), ErrorCode::invalid_value);
  EXPECT_EQ(code_of(with("\"kind\":\"note\"", "\"kind\":\"rumour\"")), ErrorCode::unknown_key);
  EXPECT_EQ(code_of(with("\"kind\":\"note\"", "\"kind\":\"event\"")), ErrorCode::missing_field);
}

TEST(Record, IsRefusedWhenItsFileWouldStandElsewhere) {
  model::CaseFile file;
  file.sha256 = "../../../etc/passwd";
  EXPECT_EQ(code_of(write_record(record_of(std::move(file)))), ErrorCode::invalid_value);
}

TEST(Record, KnowsADigest) {
  EXPECT_TRUE(is_digest(kDigest));
  EXPECT_FALSE(is_digest(std::string(64, 'A')));
  EXPECT_FALSE(is_digest(std::string(63, 'a')));
  EXPECT_FALSE(is_digest("../" + std::string(61, 'a')));
}

}  // namespace
}  // namespace cordon::response
