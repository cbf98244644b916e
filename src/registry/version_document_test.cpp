#include "registry/version_document.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace cordon::registry {
namespace {

constexpr std::string_view kDocument =
    R"({"name":"a","dist-tags":{"latest":"1.1.0","old":"1.0.0","gone":"7.0.0"},"versions":{
  "1.0.0":{"name":"a","version":"1.0.0","dist":{"tarball":"https://registry.example.test/a/-/a-1.0.0.tgz"}},
  "1.1.0":{"name":"a","version":"1.1.0","scripts":{"install":"x"},"dist":{"tarball":"https://registry.example.test/a/-/a-1.1.0.tgz"}}}})";

Decision held() {
  return {.allowed = false, .reason = "too new", .comes_of_age = std::nullopt, .strip_scripts = false};
}

VersionAnswer ask(std::string_view what, const std::vector<Decision>& decisions) {
  const auto packument = read_packument(kDocument);
  EXPECT_TRUE(packument.has_value());
  FilterOptions options;
  options.tarball_base = "https://gate.example.test";
  return version_document(*packument, decisions, what, options);
}

TEST(VersionDocument, IsTheManifestOfAVersionOrATag) {
  const std::vector<Decision> all(2);
  EXPECT_EQ(ask("1.0.0", all).text,
            R"({"name":"a","version":"1.0.0","dist":{"tarball":"https://gate.example.test/a/-/a-1.0.0.tgz"}})");
  EXPECT_EQ(ask("latest", all).index, 1u);
  EXPECT_EQ(ask("3.0.0", all).standing, Standing::absent);
  EXPECT_EQ(ask("nothing", all).standing, Standing::absent);
  EXPECT_EQ(ask("gone", all).standing, Standing::absent);
}

TEST(VersionDocument, GoesByTheDecisionsThatTheWholeDocumentGoesBy) {
  const std::vector<Decision> newest_held = {Decision{}, held()};
  EXPECT_EQ(ask("1.1.0", newest_held).standing, Standing::held);
  EXPECT_EQ(ask("1.1.0", newest_held).text, "");
  const VersionAnswer moved = ask("latest", newest_held);
  EXPECT_EQ(moved.standing, Standing::listed);
  EXPECT_EQ(moved.index, 0u);
  const VersionAnswer stays = ask("old", {held(), Decision{}});
  EXPECT_EQ(stays.standing, Standing::held);
  EXPECT_EQ(stays.index, 0u);
}

TEST(VersionDocument, WithholdsScripts) {
  std::vector<Decision> decisions(2);
  decisions[1].strip_scripts = true;
  EXPECT_EQ(
      ask("1.1.0", decisions).text,
      R"({"name":"a","version":"1.1.0","scripts":{},"dist":{"tarball":"https://gate.example.test/a/-/a-1.1.0.tgz"},)"
      R"("gypfile":false})");
}

TEST(SearchFilter, LeavesOutHiddenPackagesAndWhatHasNoName) {
  constexpr std::string_view kText = R"({"objects":[{"package":{"name":"a","version":"1.0.0"},"score":0.5},
    {"package":{"name":"b","version":"2.0.0"}},{"package":{}},{"package":{"name":"c","version":"1.0.0"}}],"total":9,"time":"x"})";
  const auto found = filter_search(
      kText, [](std::string_view name, std::string_view version) { return name == "b" && version == "2.0.0"; });
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->hidden, 1u);
  EXPECT_EQ(found->unreadable, 1u);
  EXPECT_EQ(
      found->text,
      R"({"objects":[{"package":{"name":"a","version":"1.0.0"},"score":0.5},{"package":{"name":"c","version":"1.0.0"}}],)"
      R"("total":9,"time":"x"})");
}

TEST(SearchFilter, DoesNotPassOnWhatIsNoAnswer) {
  const auto nothing = [](std::string_view, std::string_view) { return false; };
  EXPECT_EQ(filter_search("<html>", nothing).error().code, ErrorCode::syntax);
  EXPECT_EQ(filter_search("[]", nothing).error().code, ErrorCode::wrong_type);
  EXPECT_EQ(filter_search(R"({"objects":{}})", nothing).error().code, ErrorCode::wrong_type);
  EXPECT_EQ(
      filter_search("{\"objects\":[" + std::string(100, '[') + std::string(100, ']') + "]}", nothing).error().code,
      ErrorCode::too_deep);
}

TEST(AuditRequest, KeepsPrivateNamesInTheHouse) {
  const auto request =
      read_audit(R"({"lodash":["4.17.20","4.17.21"],"@acme/secret":["1.0.0"],"../x":["1"],"n":"1","m":[1]})",
                 [](std::string_view name) { return name.starts_with("@acme/"); });
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->outward, R"({"lodash":["4.17.20","4.17.21"],"m":[]})");
  EXPECT_EQ(request->withheld, 1u);
  EXPECT_EQ(request->unreadable, 3u);
  ASSERT_EQ(request->packages.size(), 3u);
  EXPECT_EQ(request->packages[1].name, "@acme/secret");
  EXPECT_EQ(request->packages[0].versions.size(), 2u);
}

TEST(AuditRequest, FailsWhereTheBodyIsNone) {
  const auto nobody = [](std::string_view) { return false; };
  EXPECT_EQ(read_audit("[]", nobody).error().code, ErrorCode::wrong_type);
  EXPECT_EQ(read_audit("\x1f\x8b", nobody).error().code, ErrorCode::syntax);
  EXPECT_EQ(read_audit("{}", nobody)->outward, "{}");
}

}  // namespace
}  // namespace cordon::registry
