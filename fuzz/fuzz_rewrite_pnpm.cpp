// The rewriter of pnpm-lock.yaml against its reader (rewrite_input.h).
#include "change/rewrite/pnpm.h"
#include "inventory/npm/pnpm_lock.h"
#include "rewrite_input.h"

using namespace cordon;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = fuzz::rewrite_input(std::string_view(reinterpret_cast<const char*>(data), size));
  Limits limits;
  limits.entries = 100'000;
  const auto find = [&](std::string_view text, std::string_view name) {
    return change::releases_in_pnpm(text, name, limits);
  };
  const auto rewrite = [&](std::string_view text, const change::Edits& edits) {
    return change::rewrite_pnpm(text, edits, limits);
  };
  fuzz::check_rewriter(input, find, rewrite, inventory::npm::read_pnpm_lock);
  fuzz::check_pinning(input, find, rewrite, inventory::npm::read_pnpm_lock, false);
  fuzz::check_adding(input, find, rewrite, inventory::npm::read_pnpm_lock, "zz-added@1.0.0", "", false);
  fuzz::check_adding(input, find, rewrite, inventory::npm::read_pnpm_lock, "/zz-added@1.0.0", "", false);
  return 0;
}
