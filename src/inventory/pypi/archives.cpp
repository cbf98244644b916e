#include "inventory/pypi/archives.h"

#include <algorithm>

#include "base/percent.h"
#include "inventory/pypi/name.h"
#include "model/ascii.h"
#include "model/integrity.h"

namespace cordon::inventory::pypi {
namespace {

constexpr std::string_view kWheel = ".whl";
constexpr std::string_view kSourceEndings[] = {".tar.gz", ".zip", ".tar.bz2", ".tar.xz", ".tar.Z", ".tgz", ".tar"};

std::string_view file_name(std::string_view file) {
  file = file.substr(0, file.find_first_of("?#"));
  return file.substr(file.find_last_of("/\\") + 1);
}

struct Algorithm {
  std::string_view name;
  model::DigestAlgorithm algorithm;
};
constexpr Algorithm kAlgorithms[] = {{"sha1", model::DigestAlgorithm::sha1},
                                     {"sha256", model::DigestAlgorithm::sha256},
                                     {"sha384", model::DigestAlgorithm::sha384},
                                     {"sha512", model::DigestAlgorithm::sha512}};

}  // namespace

ArchiveKind archive_kind(std::string_view file) {
  const std::string_view name = file_name(file);
  if (name.ends_with(kWheel)) return ArchiveKind::wheel;
  const bool source = std::ranges::any_of(kSourceEndings, [&](std::string_view end) { return name.ends_with(end); });
  return source ? ArchiveKind::source : ArchiveKind::other;
}

ArchiveName archive_name(std::string_view file) {
  const std::string decoded = percent_decoded(file_name(file));
  std::string_view name = decoded;
  ArchiveName out;
  out.kind = archive_kind(name);
  if (out.kind == ArchiveKind::other) return out;
  if (out.kind == ArchiveKind::wheel) {  // name-version(-build)?-python-abi-platform.whl; '-' stands in none of them
    const std::size_t dash = name.find('-');
    if (dash == std::string_view::npos) return out;
    const std::size_t end = name.find('-', dash + 1);
    if (end == std::string_view::npos) return out;
    out.version = name.substr(dash + 1, end - dash - 1);
    name = name.substr(0, dash);
  } else {  // name-version.tar.gz: old names hold '-', versions do not begin with a letter
    for (const std::string_view end : kSourceEndings)
      if (name.ends_with(end)) {
        name.remove_suffix(end.size());
        break;
      }
    const std::size_t dash = name.rfind('-');
    if (dash == std::string_view::npos || dash + 1 == name.size() || !model::ascii::is_digit(name[dash + 1]))
      return out;
    out.version = name.substr(dash + 1);
    name = name.substr(0, dash);
  }
  if (!is_name(name) || out.version.empty()) return {{}, {}, out.kind};
  out.name = normal_name(name);
  return out;
}

bool Archives::add(std::string_view file, std::string_view digest) {
  if (!file.empty()) {
    const ArchiveKind kind = archive_kind(file);
    (kind == ArchiveKind::wheel ? has_wheel_ : kind == ArchiveKind::source ? has_source_ : has_other_) = true;
  }
  const std::size_t colon = digest.find(':');
  if (colon == std::string_view::npos) return digest.empty();
  const auto* algorithm = std::ranges::find(kAlgorithms, digest.substr(0, colon), &Algorithm::name);
  if (algorithm == std::end(kAlgorithms)) return false;
  std::string sri = model::integrity_of_hex(algorithm->algorithm, digest.substr(colon + 1));
  if (sri.empty()) return false;
  integrity_.push_back(std::move(sri));
  return true;
}

model::InstallScript Archives::install_script() const {
  if (has_source_ && !has_wheel_ && !has_other_) return model::InstallScript::yes;
  if (has_wheel_ && !has_source_ && !has_other_) return model::InstallScript::no;
  return model::InstallScript::unknown;
}

model::InstallScript worse(model::InstallScript one, model::InstallScript other) {
  using model::InstallScript;
  if (one == InstallScript::yes || other == InstallScript::yes) return InstallScript::yes;
  return one == other ? one : InstallScript::unknown;
}

}  // namespace cordon::inventory::pypi
