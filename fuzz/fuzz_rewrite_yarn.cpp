// The rewriter of yarn.lock version 1 against its reader (rewrite_input.h).
#include "change/rewrite/yarn_classic.h"
#include "inventory/npm/yarn_classic.h"
#include "rewrite_input.h"

using namespace cordon;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = fuzz::rewrite_input(std::string_view(reinterpret_cast<const char*>(data), size));
  Limits limits;
  limits.entries = 100'000;
  const auto find = [&](std::string_view text, std::string_view name) {
    return change::releases_in_yarn(text, name, limits);
  };
  const auto rewrite = [&](std::string_view text, const change::Edits& edits) {
    return change::rewrite_yarn(text, edits, limits);
  };
  fuzz::check_rewriter(input, find, rewrite, inventory::npm::read_yarn_classic);
  fuzz::check_pinning(input, find, rewrite, inventory::npm::read_yarn_classic);
  fuzz::check_adding(input, find, rewrite, inventory::npm::read_yarn_classic, "", "zz-added@*");
  return 0;
}
