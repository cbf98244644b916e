#include "app/update_index.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "base/date.h"
#include "intel/index/signatures.h"
#include "net/canned_fetcher.h"

namespace cordon::app {
namespace {

namespace fs = std::filesystem;
using How = FetchedSource::How;

constexpr std::int64_t kNow = 1'790'000'000;

std::string record(const std::string& id, const std::string& name, std::int64_t modified) {
  return R"({"id": ")" + id + R"(", "modified": ")" + time_of(modified) +
         R"(", "affected": [{"package": {"ecosystem": "npm", "name": ")" + name + R"("}, "versions": ["1.0.0"]}]})";
}

std::string line(const std::string& id, std::int64_t modified) { return time_of(modified) + "," + id + "\n"; }

// An archive with one stored entry a record, as zip has them.
std::string zip_of(const std::vector<std::pair<std::string, std::string>>& files) {
  const auto u16 = [](std::size_t v) { return std::string{static_cast<char>(v), static_cast<char>(v >> 8)}; };
  const auto u32 = [&](std::size_t v) { return u16(v & 0xffff) + u16(v >> 16); };
  const auto crc = [](std::string_view text) {
    std::uint32_t state = ~0u;
    for (const char c : text) {
      state ^= static_cast<unsigned char>(c);
      for (int bit = 0; bit < 8; ++bit) state = (state >> 1) ^ ((state & 1) != 0 ? 0xEDB88320u : 0u);
    }
    return ~state;
  };
  std::string out, directory;
  for (const auto& [name, content] : files) {
    const std::string common = u16(20) + u16(0) + u16(0) + u32(0) + u32(crc(content)) + u32(content.size()) +
                               u32(content.size()) + u16(name.size()) + u16(0);
    directory += "PK\x01\x02" + u16(20) + common + u16(0) + u16(0) + u16(0) + u32(0) + u32(out.size()) + name;
    out += "PK\x03\x04" + common + name + content;
  }
  const std::size_t at = out.size();
  return out + directory + "PK\x05\x06" + u32(0) + u16(files.size()) + u16(files.size()) + u32(directory.size()) +
         u32(at) + u16(0);
}

class UpdateIndexTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "cordon-update-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    fs::create_directories(folder_ + "/downloads");
    publish({{"MAL-2026-1", "a", 100}, {"MAL-2026-2", "b", 200}});
    fetcher_.answers["https://kev.example.test/kev.json"] = {R"({"dateReleased": "2026-04-01", "vulnerabilities": []})",
                                                             "\"k1\"", ErrorCode::internal, false};
  }
  void TearDown() override { fs::remove_all(folder_); }

  struct Published {
    std::string id, name;
    std::int64_t modified;
  };
  void publish(const std::vector<Published>& records) {
    std::vector<std::pair<std::string, std::string>> files;
    std::string list;
    for (const Published& each : records) {
      const std::string text = record(each.id, each.name, each.modified);
      files.emplace_back(each.id + ".json", text);
      list = line(each.id, each.modified) + list;
      answer("/" + each.id + ".json", text);
    }
    answer("/all.zip", zip_of(files));
    answer("/modified_id.csv", list);
  }
  void answer(const std::string& path, const std::string& body) {
    fetcher_.answers["https://osv.example.test/npm" + path] = {
        body, '"' + std::to_string(std::hash<std::string>()(body)) + '"', ErrorCode::internal, false};
  }
  void break_down(const std::string& path) {
    fetcher_.answers["https://osv.example.test/npm" + path] = {"", "", ErrorCode::unavailable, true};
  }

  UpdateReport update(bool full = false, std::vector<std::string> only = {}, std::int64_t now = kNow) {
    intel::Source osv{"osv-npm", intel::SourceKind::osv, "https://osv.example.test/npm", "npm", {}};
    intel::Source kev{"kev", intel::SourceKind::exploited, "https://kev.example.test/kev.json", "", {}};
    const FixedClock clock(now);
    std::vector<intel::Source> sources{osv, kev};
    if (with_libraries_)
      sources.push_back(
          {"libraries", intel::SourceKind::libraries, "https://libraries.example.test/list.json", "", {}});
    IndexUpdate step({std::move(sources), folder_ + "/index", folder_ + "/downloads", std::move(only), full, 2}, clock);
    FetchProgress progress;
    fetcher_.asked.clear();
    step.fetch(fetcher_, progress);
    std::atomic<std::uint64_t> records{0};
    auto report = step.apply(records);
    EXPECT_TRUE(report) << report.error().describe();
    return report ? std::move(*report) : UpdateReport();
  }
  // The list of libraries beside the others, from now on.
  void publish_libraries(const std::string& json) {
    with_libraries_ = true;
    fetcher_.answers["https://libraries.example.test/list.json"] = {
        json, '"' + std::to_string(std::hash<std::string>()(json)) + '"', ErrorCode::internal, false};
  }
  std::size_t libraries() const {
    const auto index = intel::Advisories::open(folder_ + "/index");
    return index ? intel::read_signatures(*(*index)->index().signatures())->size() : 0;
  }
  bool knows(const std::string& id) const {
    const auto index = intel::Advisories::open(folder_ + "/index");
    return index && (*index)->index().find_record(id)->has_value();
  }

  std::string folder_;
  bool with_libraries_ = false;
  net::CannedFetcher fetcher_;
};

TEST_F(UpdateIndexTest, TheFirstTimeEverythingThenWhatChangedThenNothing) {
  UpdateReport report = update();
  EXPECT_EQ(report.failed(), 0u);
  EXPECT_EQ(report.records, 2u);
  EXPECT_EQ(report.sources[0].how, How::whole);
  EXPECT_FALSE(fs::exists(folder_ + "/downloads/osv-npm.zip"));

  publish({{"MAL-2026-1", "a", 100}, {"MAL-2026-2", "b", 200}, {"MAL-2026-3", "c", 300}});
  report = update();
  EXPECT_EQ(report.sources[0].how, How::changes);
  EXPECT_EQ(report.sources[0].records, 1u);
  EXPECT_EQ(report.records, 3u);
  EXPECT_TRUE(knows("MAL-2026-3"));

  report = update(false, {}, kNow + 60);
  EXPECT_EQ(report.sources[0].how, How::unchanged);
  EXPECT_EQ(report.sources[1].how, How::unchanged);
  ASSERT_EQ(report.known.size(), 2u);
  EXPECT_EQ(report.known[0].fetched, kNow + 60);
}

TEST_F(UpdateIndexTest, ASourceThatFailsKeepsWhatWasKnownOfItAndItsAge) {
  update();
  break_down("/modified_id.csv");
  const UpdateReport report = update(false, {}, kNow + 1'000);
  EXPECT_EQ(report.failed(), 1u);
  EXPECT_EQ(report.sources[0].error->code, ErrorCode::unavailable);
  EXPECT_TRUE(report.replaced);
  EXPECT_EQ(report.known[0].fetched, kNow);
  EXPECT_EQ(report.known[1].fetched, kNow + 1'000);
  EXPECT_TRUE(knows("MAL-2026-1"));
}

TEST_F(UpdateIndexTest, ARecordThatCannotBeHadLeavesTheWholeSourceAsItWas) {
  update();
  publish({{"MAL-2026-1", "a", 100}, {"MAL-2026-2", "b", 200}, {"MAL-2026-3", "c", 300}, {"MAL-2026-4", "d", 400}});
  break_down("/MAL-2026-3.json");
  EXPECT_EQ(update().failed(), 1u);
  EXPECT_FALSE(knows("MAL-2026-4"));
  answer("/MAL-2026-3.json", record("MAL-2026-3", "c", 300));
  EXPECT_EQ(update().sources[0].records, 2u);
  EXPECT_TRUE(knows("MAL-2026-3") && knows("MAL-2026-4"));
}

TEST_F(UpdateIndexTest, OnceADayAllIdsAreComparedAndWhatIsGoneIsRemoved) {
  std::vector<Published> all;
  for (int i = 0; i < 30; ++i) all.push_back({"MAL-2026-" + std::to_string(100 + i), "p" + std::to_string(i), 100 + i});
  publish(all);
  update();
  all.erase(all.begin());                                    // gone
  all.insert(all.begin() + 5, {"MAL-2026-7", "late", 104});  // older than what was last taken over, and never seen
  publish(all);
  EXPECT_EQ(update(false, {}, kNow + 3'600).sources[0].records, 1u);  // a list this short is read whole
  EXPECT_TRUE(knows("MAL-2026-7"));
  EXPECT_FALSE(knows("MAL-2026-100"));
}

TEST_F(UpdateIndexTest, ASourceThatLostItsRecordsIsNotBelievedUnlessAllIsFetchedAnew) {
  std::vector<Published> all;
  for (int i = 0; i < 30; ++i) all.push_back({"MAL-2026-" + std::to_string(100 + i), "p" + std::to_string(i), 100 + i});
  publish(all);
  update();
  publish({{"MAL-2026-900", "x", 900}});
  const UpdateReport report = update();
  ASSERT_TRUE(report.sources[0].error);
  EXPECT_EQ(report.sources[0].error->code, ErrorCode::refused);
  EXPECT_TRUE(knows("MAL-2026-101"));
  EXPECT_EQ(update(true).failed(), 0u);
  EXPECT_FALSE(knows("MAL-2026-101"));
}

TEST_F(UpdateIndexTest, ADamagedIndexIsBuiltAnewButNotWithASourceLess) {
  update();
  std::ofstream(folder_ + "/index", std::ios::binary | std::ios::in).seekp(10) << "damage";
  fetcher_.answers["https://kev.example.test/kev.json"].fails = true;
  UpdateReport report = update();
  EXPECT_FALSE(report.replaced);
  EXPECT_FALSE(report.began_anew.empty());
  fetcher_.answers["https://kev.example.test/kev.json"].fails = false;
  report = update();
  EXPECT_TRUE(report.replaced);
  EXPECT_EQ(report.records, 2u);
}

std::string library(const std::string& name, const std::string& issue) {
  return R"js(")js" + name + R"js(": {"extractors": {"filecontent": [")js" + name +
         R"js( v(§§version§§)"]}, "vulnerabilities": [{"below": "2.0", "severity": "low", "identifiers": {"issue": ")js" +
         issue + R"js("}}]})js";
}

TEST_F(UpdateIndexTest, TheListOfLibrariesIsTakenOverWhereItIsNewAndElseStays) {
  publish_libraries("{" + library("pear", "1") + "," + library("plum", "2") + "}");
  UpdateReport report = update();
  EXPECT_EQ(report.failed(), 0u);
  EXPECT_EQ(report.records, 4u);
  EXPECT_EQ(libraries(), 2u);
  EXPECT_TRUE(knows("RETIREJS-plum-issue-2"));

  publish({{"MAL-2026-1", "a", 100}, {"MAL-2026-2", "b", 200}, {"MAL-2026-3", "c", 300}});
  report = update(false, {}, kNow + 60);
  EXPECT_EQ(report.sources[2].how, How::unchanged);
  EXPECT_EQ(report.known[2].fetched, kNow + 60);
  EXPECT_EQ(libraries(), 2u);
  EXPECT_TRUE(knows("RETIREJS-plum-issue-2") && knows("MAL-2026-3"));

  publish_libraries("{" + library("pear", "1") + "," + library("plum", "3") + "," + library("fig", "4") + "}");
  report = update();
  EXPECT_EQ(report.sources[2].records, 3u);
  EXPECT_EQ(libraries(), 3u);
  EXPECT_TRUE(knows("RETIREJS-plum-issue-3") && knows("RETIREJS-fig-issue-4"));
  EXPECT_FALSE(knows("RETIREJS-plum-issue-2"));
}

TEST_F(UpdateIndexTest, AListOfLibrariesThatIsNoneOrHasLostSomeLeavesTheOldOne) {
  publish_libraries("{" + library("pear", "1") + "," + library("plum", "2") + "}");
  update();
  for (const std::string& bad : {std::string("{}"), std::string("<html>"), "{" + library("pear", "1") + "}",
                                 "{" + library("pear", "1") + R"(, "extractors": )"}) {
    publish_libraries(bad);
    const UpdateReport report = update();
    EXPECT_TRUE(report.sources[2].error) << bad;
    EXPECT_EQ(report.known.size(), 3u);
    EXPECT_EQ(libraries(), 2u);
    EXPECT_TRUE(knows("RETIREJS-plum-issue-2"));
  }
  publish_libraries("{" + library("pear", "1") + "}");
  EXPECT_EQ(update(true).failed(), 0u);
  EXPECT_EQ(libraries(), 1u);
  EXPECT_FALSE(knows("RETIREJS-plum-issue-2"));
}

TEST_F(UpdateIndexTest, OneSourceAloneLeavesTheOthersAndTheirAge) {
  update();
  const UpdateReport report = update(false, {"kev"}, kNow + 500);
  EXPECT_EQ(report.sources[0].how, How::skipped);
  EXPECT_EQ(report.asked(), 1u);
  EXPECT_EQ(report.known[0].fetched, kNow);
  EXPECT_EQ(report.known[1].fetched, kNow + 500);
  EXPECT_EQ(fetcher_.asked, std::vector<std::string>{"https://kev.example.test/kev.json"});
}

}  // namespace
}  // namespace cordon::app
