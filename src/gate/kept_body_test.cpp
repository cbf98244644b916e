#include "gate/kept_body.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

namespace cordon::gate {
namespace {

bool is_file(const net::HttpBody& body) { return std::holds_alternative<net::FileBody>(body); }

TEST(KeptBody, OneOfSomeSizeLiesInAFile) {
  const std::string text(200'000, 'x');
  const net::HttpBody body = kept_body(text);
  ASSERT_TRUE(is_file(body));
  const auto& file = std::get<net::FileBody>(body);
  EXPECT_EQ(net::size_of(body), text.size());
  std::string read(text.size() + 1, '\0');
  EXPECT_EQ(::pread(file.file->get(), read.data(), read.size(), 0), static_cast<ssize_t>(text.size()));
  EXPECT_TRUE(read.starts_with(text));
  EXPECT_FALSE(is_file(kept_body("small")));
  EXPECT_FALSE(is_file(kept_body(std::string(1 << 20, 'x'))));
  EXPECT_EQ(net::size_of(kept_body("small")), 5u);
}

TEST(KeptBody, NoMoreFilesThanThereAreDescriptorsFor) {
  std::vector<net::HttpBody> kept;
  for (int i = 0; i < 200; ++i) kept.push_back(kept_body(std::string(100'000, 'x')));
  EXPECT_EQ(std::ranges::count_if(kept, is_file), 64);
  kept.resize(10);
  EXPECT_TRUE(is_file(kept_body(std::string(100'000, 'x'))));
}

}  // namespace
}  // namespace cordon::gate
