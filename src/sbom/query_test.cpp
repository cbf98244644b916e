#include "sbom/query.h"

#include <gtest/gtest.h>

#include "sbom/testing.h"

namespace cordon::sbom {
namespace {

std::vector<std::uint32_t> found(std::string_view text, const model::Inventory& inventory = testing::project()) {
  const auto query = parse_query(text);
  EXPECT_TRUE(query.has_value()) << text << ": " << query.error().describe();
  std::vector<std::uint32_t> out;
  if (!query) return out;
  for (const QueryMatch& each : run_query(*query, inventory)) out.push_back(each.component);
  return out;
}

using Found = std::vector<std::uint32_t>;

Error refusal(std::string_view text) {
  const auto query = parse_query(text);
  EXPECT_FALSE(query.has_value()) << text;
  return query ? Error() : query.error();
}

TEST(Query, FindsByName) {
  EXPECT_EQ(found("name=axios"), Found{0});
  EXPECT_EQ(found("name=axios,debug"), (Found{0, 2, 3}));
  EXPECT_EQ(found("name=Axios"), Found{}) << "names differ by case";
  EXPECT_EQ(found("name~AXI"), Found{0});
  EXPECT_EQ(found("name!=debug"), (Found{0, 1, 4, 5}));
  EXPECT_EQ(found("name!=debug,axios"), (Found{1, 4, 5})) << "none of them";
  EXPECT_EQ(found("name!~e"), Found{0});
}

TEST(Query, OrdersVersions) {
  EXPECT_EQ(found("name=axios version<1.15"), Found{0}) << "what is left out is 0";
  EXPECT_EQ(found("name=axios version<1.15.0 scope!=dev"), Found{0});
  EXPECT_EQ(found("version>=2.0.0"), (Found{1, 2, 3}));
  EXPECT_EQ(found("version>1.14.0 version<=4.0.0"), (Found{1, 2, 3}));
  EXPECT_EQ(found("version=1.14.0"), Found{0});
  EXPECT_EQ(found("version<9.9.9 name=linked"), Found{}) << "what has no version has no place in the order";
}

TEST(Query, AsksForEveryField) {
  EXPECT_EQ(found("scope=dev"), (Found{1, 2}));
  EXPECT_EQ(found("scope=optional"), Found{3});
  EXPECT_EQ(found("ecosystem=NPM name=axios"), Found{0});
  EXPECT_EQ(found("origin=git,link"), (Found{4, 5}));
  EXPECT_EQ(found("registry=registry.example.test"), Found{0});
  EXPECT_EQ(found("class=unknown origin=registry"), Found{0});
  EXPECT_EQ(found("licence=mit"), Found{0});
  EXPECT_EQ(found("licence~apache"), Found{1});
  EXPECT_EQ(found("install-script=yes"), Found{0});
  EXPECT_EQ(found(std::string("integrity=") + testing::kSri), Found{0});
  EXPECT_EQ(found("purl~vcs_url"), Found{4});
  EXPECT_EQ(found("alias=tools"), Found{1});
  EXPECT_EQ(found("alias!=tools name=axios"), Found{0}) << "what has none has not that one";
  EXPECT_EQ(found("file=app/package-lock.json name=axios"), Found{0});
  EXPECT_EQ(found("path=app/package-lock.json name=axios"), Found{0});
  EXPECT_EQ(found("direct=no"), Found{3});
}

TEST(Query, GivesThePathsFromTheRoots) {
  const auto query = parse_query("direct=no");
  const model::Inventory inventory = testing::project();
  const auto matches = run_query(*query, inventory);
  ASSERT_EQ(matches.size(), 1u);
  ASSERT_EQ(matches[0].reach.paths.size(), 1u);
  EXPECT_EQ(matches[0].reach.paths[0].nodes, (std::vector<std::uint32_t>{6, 0, 3}));
}

TEST(Query, ReadsQuotedValues) {
  EXPECT_EQ(found(R"(licence="Custom licence, v1")"), Found{2});
  EXPECT_EQ(found(R"(name="axios","de\bug")"), (Found{0, 2, 3}));
}

TEST(Query, RefusesWhatIsNone) {
  for (const char* text : {"", "  ", "axios", "name", "name=", "name=a,", "nam=a", "name<a", "scope<dev", "name=\"a",
                           "name=\"a\"b=c", "=a", "name=a\"b\""})
    EXPECT_EQ(refusal(text).code, ErrorCode::usage) << text;
  EXPECT_EQ(refusal("scope=prod").code, ErrorCode::invalid_value);
  EXPECT_EQ(refusal("direct=maybe").code, ErrorCode::invalid_value);
  EXPECT_EQ(refusal("name=a versoin<1").column, 8u);
}

TEST(Query, HasLimits) {
  EXPECT_EQ(refusal("name=" + std::string(5'000, 'a')).code, ErrorCode::too_large);
  std::string many;
  for (int i = 0; i < 65; ++i) many += "name=a ";
  EXPECT_EQ(refusal(many).code, ErrorCode::too_many);
  std::string values = "name=a";
  for (int i = 0; i < 256; ++i) values += ",a";
  EXPECT_EQ(refusal(values).code, ErrorCode::too_many);
}

}  // namespace
}  // namespace cordon::sbom
