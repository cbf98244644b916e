#include "inventory/go/sum_file.h"

#include <gtest/gtest.h>

namespace cordon::inventory::go {
namespace {

const std::string kOne = "h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
const std::string kTwo = "h1:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

TEST(GoSumFile, KeepsDigestsOfModulesAndOfTheirModFiles) {
  const auto sums = parse_sum_file(
      "a.test v1.0.0 " + kOne + "\r\na.test v1.0.0/go.mod " + kTwo + "\n\nb.test v2.0.0/go.mod " + kTwo + "\n", {});
  ASSERT_TRUE(sums);
  EXPECT_TRUE(sums->problems.empty());
  EXPECT_EQ(sums->modules.at("a.test v1.0.0"), kOne);
  EXPECT_EQ(sums->mod_files.at("a.test v1.0.0"), kTwo);
  EXPECT_FALSE(sums->modules.contains("b.test v2.0.0"));
}

TEST(GoSumFile, LinesThatMeanNothingAndContradictionsAreSaid) {
  const auto sums = parse_sum_file("a.test v1.0.0\na.test v1.0.0 h1:short=\na.test v1.0.0 h2:" + kOne.substr(3) +
                                       "\na.test v1.0.0 " + kOne + " more\na.test v1.0.0 " + kOne + "\na.test v1.0.0 " +
                                       kOne + "\na.test v1.0.0 " + kTwo + "\n<<<<<<< ours\n",
                                   {});
  ASSERT_TRUE(sums);
  std::vector<std::uint32_t> lines;
  for (const Error& problem : sums->problems) lines.push_back(problem.line);
  EXPECT_EQ(lines, (std::vector<std::uint32_t>{1, 2, 3, 4, 7, 8}));
  EXPECT_EQ(sums->modules.at("a.test v1.0.0"), kOne);
}

TEST(GoSumFile, IsRefusedBeyondItsLimits) {
  Limits limits;
  limits.entries = 1;
  EXPECT_EQ(parse_sum_file("\n\n", limits).error().code, ErrorCode::too_many);
  EXPECT_EQ(parse_sum_file("\xFF", {}).error().code, ErrorCode::invalid_utf8);
}

}  // namespace
}  // namespace cordon::inventory::go
