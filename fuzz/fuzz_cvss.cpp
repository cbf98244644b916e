// CVSS vectors. What has a score keeps it when metrics of version 3 change places and when an optional metric that says
// "not defined" is added; nothing else may stand behind a vector.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "intel/osv/cvss.h"

using namespace cordon::intel;

namespace {

void expect(bool property) {
  if (!property) std::abort();
}

void expect_same(const std::string& vector, const CvssScore& score) {
  const auto again = score_cvss(vector);
  expect(again && *again == score);
}

// The first metric goes to the end.
std::string rotated(std::string_view vector) {
  const std::size_t first = vector.find('/') + 1, second = vector.find('/', first) + 1;
  std::string out(vector.substr(0, first));
  out += vector.substr(second);
  out += '/';
  return out += vector.substr(first, second - 1 - first);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view vector(reinterpret_cast<const char*>(data), size);
  const auto score = score_cvss(vector);
  if (!score) {
    expect(!score.error().message.empty());
    return 0;
  }
  expect(score->version >= 2 && score->version <= 4 && score->tenths <= 100);
  expect(score->version == 2 || (score->severity == SeverityWord::none) == (score->tenths == 0));
  expect(!score_cvss(std::string(vector) + "/"));
  expect(!score_cvss(std::string(vector) + "/ZZ:X"));
  if (score->version == 3) expect_same(rotated(vector), *score);
  if (score->version == 3 && vector.find("/MA:") == std::string_view::npos)
    expect_same(std::string(vector) + "/MA:X", *score);
  if (score->version == 4 && vector.find("/U:") == std::string_view::npos)
    expect_same(std::string(vector) + "/U:Red", *score);
  if (score->version == 2 && !vector.starts_with('(')) expect_same("(" + std::string(vector) + ")", *score);
  return 0;
}
