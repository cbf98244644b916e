#include "cli/ratchet_file.h"

#include <filesystem>
#include <utility>

#include "base/os/file_lock.h"
#include "base/os/replace_file.h"
#include "base/text.h"
#include "cli/environment.h"

namespace cordon::cli {
namespace {

constexpr std::uint64_t kBytes = 64u << 20;

Result<void> check_options(const ScanArguments& arguments) {
  if (arguments.ratchet.empty() && (arguments.init_ratchet || arguments.frozen))
    return fail(ErrorCode::usage, "--init-ratchet and --frozen go with --ratchet FILE");
  if (arguments.ratchet.empty()) return {};
  if (arguments.init_ratchet && arguments.frozen)
    return fail(ErrorCode::usage, "--init-ratchet writes the file, and --frozen leaves it: one of them");
  if (arguments.compares && arguments.init_ratchet)
    return fail(ErrorCode::usage,
                "--init-ratchet accepts all there is, and --against looks at what a change brought: one of them");
  if (!arguments.repro.empty())
    return fail(ErrorCode::usage, "--repro keeps what was found, and --ratchet leaves out of it: one of them");
  return {};
}

// As servers that build have it.
bool in_ci() {
  const std::string value = environment("CI");
  return !value.empty() && value != "false" && value != "0";
}

}  // namespace

Result<std::optional<RatchetFile>> RatchetFile::open(const ScanArguments& arguments,
                                                     std::vector<std::string>& written) {
  TRY(check_options(arguments));
  if (arguments.ratchet.empty()) return std::nullopt;
  const std::string shown = text::visible(arguments.ratchet, 300);
  RatchetFile out;
  std::error_code error;
  const bool is_there = std::filesystem::exists(std::filesystem::symlink_status(arguments.ratchet, error));
  const std::filesystem::path real = std::filesystem::canonical(arguments.ratchet, error);
  out.path_ = is_there && !error ? real.string() : std::filesystem::absolute(arguments.ratchet).string();
  out.step.accepted.path = arguments.ratchet;
  if (arguments.init_ratchet) {
    if (is_there)
      return fail(ErrorCode::usage,
                  shown + " is there already, and a ratchet only gets shorter: remove it to begin anew");
    out.step.make = true;
    written.push_back(folder_of(out.path_));
    return out;
  }
  if (!is_there)
    return fail(ErrorCode::not_found, "there is no ratchet " + shown + ": 'cordon scan --ratchet " + shown +
                                          " --init-ratchet' makes one that accepts what is found now");
  out.text_ = TRY(read_file(out.path_, kBytes));
  out.step.accepted =
      TRY_CONTEXT(policy::read_ratchet(out.text_, arguments.ratchet), "reading the ratchet " + arguments.ratchet);
  out.step.of_change = arguments.compares;
  out.step.frozen = arguments.frozen || arguments.compares || in_ci();
  if (!out.step.frozen) written.push_back(folder_of(out.path_));
  return out;
}

Result<std::optional<model::Finding>> RatchetFile::judge_by_before(const app::Against& against) {
  if (against.is_file() || !against.covers(path_)) return std::nullopt;
  const std::string doing = "reading the ratchet " + step.accepted.path + " as it was";
  const std::optional<std::string> text = TRY_CONTEXT(against.committed(path_, kBytes), doing);
  policy::Ratchet before;
  if (text) before = TRY_CONTEXT(policy::read_ratchet(*text, step.accepted.path), doing);
  policy::RatchetBefore split = policy::as_before(before, step.accepted);
  step.accepted = std::move(split.counts);
  if (split.added.empty()) return std::nullopt;
  return policy::ratchet_grown(step.accepted, split.added);
}

Result<void> RatchetFile::write() const {
  if (!step.written) return {};
  const auto lock = TRY_CONTEXT(os::FileLock::take_folder(folder_of(path_), true), "writing the ratchet");
  const Result<std::string> now = read_file(path_, kBytes);
  const bool is_as_it_was = step.make ? !now && now.error().code == ErrorCode::not_found : now && *now == text_;
  if (!is_as_it_was)
    return fail(ErrorCode::refused, text::visible(step.accepted.path, 300) +
                                        " was changed by somebody else meanwhile, and is left so: run this again");
  TRY_CONTEXT(os::replace_file(path_, policy::write_ratchet(*step.written)),
              "writing the ratchet; --frozen tells instead what could be shorter");
  return {};
}

}  // namespace cordon::cli
