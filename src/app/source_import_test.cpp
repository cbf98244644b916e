#include "app/source_import.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "intel/index/signatures.h"

namespace cordon::app {
namespace {

TEST(SourceImport, RecordsAtHandAreOneSourceAndWhatIsNotUnderstoodIsNamed) {
  intel::IndexBuilder builder;
  std::atomic<std::uint64_t> records{0};
  SourceImport import(builder, 1, records);
  const std::vector<std::string> texts = {R"({"id": "A-1", "modified": "2026-03-31T01:02:03Z", "affected": []})", "{"};
  ASSERT_TRUE(
      import.add_records("source", {{"A-1", "A-2"}, [&](std::size_t i) -> Result<std::string> { return texts[i]; }}));
  ASSERT_EQ(import.sources().size(), 1u);
  EXPECT_EQ(import.sources()[0].records, 1u);
  EXPECT_EQ(import.sources()[0].refused, 1u);
  ASSERT_EQ(import.refused().size(), 1u);
  EXPECT_EQ(import.refused()[0].name, "source: A-2");
  EXPECT_EQ(builder.record_count(), 1u);
  EXPECT_FALSE(import.has_threats());
  // Nothing that is understood at all is no source.
  EXPECT_FALSE(import.add_records("other", {{"x"}, [](std::size_t) -> Result<std::string> { return "{"; }}));
}

TEST(SourceImport, PatternsThatCannotBeUsedAreNamedAndLeftOut) {
  std::string path = (std::filesystem::temp_directory_path() / "cordon-libraries-XXXXXX").string();
  const int file = ::mkstemp(path.data());
  ASSERT_GE(file, 0);
  const std::string json = R"json({"pear": {"extractors": {
      "filecontent": ["Pear v(§§version§§)", "(?!x)(§§version§§)", "v(§§version§§)", "(pear"],
      "filename": ["(§§version§§)", "pear"]}}})json";
  ASSERT_EQ(::write(file, json.data(), json.size()), static_cast<ssize_t>(json.size()));
  ::close(file);
  intel::IndexBuilder builder;
  std::atomic<std::uint64_t> records{0};
  SourceImport import(builder, 1, records);
  ASSERT_TRUE(import.add(path));
  std::filesystem::remove(path);
  ASSERT_EQ(import.sources().size(), 1u);
  EXPECT_EQ(import.sources()[0].kind, "libraries");
  EXPECT_EQ(import.sources()[0].records, 1u);
  EXPECT_EQ(import.sources()[0].refused, 4u);
  const std::string bytes = *builder.finish("[]");
  const auto written = intel::read_signatures(*intel::AdvisoryIndex::open(bytes)->signatures());
  ASSERT_EQ(written->size(), 1u);
  EXPECT_EQ((*written)[0].contents.size(), 1u);
  EXPECT_EQ((*written)[0].file_names.size(), 1u);
}

TEST(SourceImport, SeveralListsOfLibrariesAreOne) {
  std::string folder = (std::filesystem::temp_directory_path() / "cordon-lists-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const auto list = [&](const char* name, const std::string& json) {
    std::ofstream(folder + "/" + name) << json;
    return folder + "/" + name;
  };
  const std::string first = list("a.list", R"json({"pear": {"extractors": {"filecontent": ["Pear v(§§version§§)"]},
      "vulnerabilities": [{"below": "2.0", "identifiers": {"retid": "1"}}]}})json");
  const std::string second = list("b.list", R"json({"plum": {"extractors": {"filecontent": ["Plum v(§§version§§)"]},
      "vulnerabilities": [{"below": "2.0", "identifiers": {"retid": "1"}}]},
      "pear": {"extractors": {"filecontent": ["Pear v(§§version§§)", "PEAR (§§version§§)"]}}})json");
  std::string patterns = R"js("x(y)")js", libraries;
  for (int i = 0; i < 700; ++i) patterns += R"js(,"x(y))js" + std::to_string(i) + '"';
  for (const char* name : {"\"g", ",\"h", ",\"i"})
    libraries += std::string(name) + R"js(": {"extractors": {"filename": [)js" + patterns + "]}}";
  const std::string large = list("c.list", "{" + libraries + "}");
  intel::IndexBuilder builder;
  std::atomic<std::uint64_t> records{0};
  SourceImport import(builder, 1, records);
  ASSERT_TRUE(import.add(first));
  ASSERT_TRUE(import.add(second));
  EXPECT_FALSE(import.add(large));
  std::filesystem::remove_all(folder);
  EXPECT_EQ(builder.record_count(), 2u);
  const std::string bytes = *builder.finish("[]");
  const auto written = intel::read_signatures(*intel::AdvisoryIndex::open(bytes)->signatures());
  ASSERT_EQ(written->size(), 2u);
  EXPECT_EQ((*written)[0].contents.size(), 2u);
}

}  // namespace
}  // namespace cordon::app
