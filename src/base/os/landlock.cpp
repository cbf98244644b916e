#include "base/os/landlock.h"

#include <sys/stat.h>
#include <sys/syscall.h>

#include <cerrno>

#include "base/os/open_beneath.h"

namespace cordon::os {
namespace {

// Numbers are the same on every architecture.
constexpr long kCreateRuleset = 444;
constexpr long kAddRule = 445;
constexpr long kRestrictSelf = 446;
constexpr unsigned kVersionFlag = 1;
constexpr int kPathBeneath = 1;

// struct landlock_ruleset_attr as of ABI 6; older kernels get a shorter size.
struct RulesetAttributes {
  std::uint64_t files = 0;
  std::uint64_t network = 0;  // ABI 4
  std::uint64_t scoped = 0;   // ABI 6
};

// struct landlock_path_beneath_attr, which the kernel declares packed.
struct [[gnu::packed]] PathRule {
  std::uint64_t allowed;
  std::int32_t parent;
};

namespace right {
constexpr std::uint64_t kWriteFile = 1ull << 1, kReadFile = 1ull << 2, kReadDirectory = 1ull << 3;
constexpr std::uint64_t kRemoveDirectory = 1ull << 4, kRemoveFile = 1ull << 5;
constexpr std::uint64_t kMakeDirectory = 1ull << 7, kMakeRegular = 1ull << 8;
constexpr std::uint64_t kAbi1 = (1ull << 13) - 1;
constexpr std::uint64_t kRefer = 1ull << 13;          // ABI 2: renaming between folders
constexpr std::uint64_t kTruncate = 1ull << 14;       // ABI 3
constexpr std::uint64_t kDeviceControl = 1ull << 15;  // ABI 5: ioctl on devices
}  // namespace right

constexpr std::uint64_t kBindTcp = 1, kConnectTcp = 2;
constexpr std::uint64_t kScopeAbstractSocket = 1, kScopeSignal = 2;

constexpr std::uint64_t kRead = right::kReadFile | right::kReadDirectory;
constexpr std::uint64_t kWrite = kRead | right::kWriteFile | right::kTruncate | right::kMakeRegular |
                                 right::kMakeDirectory | right::kRemoveFile | right::kRemoveDirectory | right::kRefer;
// The kernel refuses rights on a file that only make sense for a folder.
constexpr std::uint64_t kOnFiles = right::kReadFile | right::kWriteFile | right::kTruncate | right::kDeviceControl;

}  // namespace

int landlock_abi() {
  const long abi = syscall(kCreateRuleset, nullptr, 0, kVersionFlag);
  return abi < 0 ? 0 : static_cast<int>(abi);
}

Result<Ruleset> Ruleset::create(int abi) {
  RulesetAttributes attributes{.files = right::kAbi1};
  if (abi >= 2) attributes.files |= right::kRefer;
  if (abi >= 3) attributes.files |= right::kTruncate;
  if (abi >= 5) attributes.files |= right::kDeviceControl;
  if (abi >= 4) attributes.network = kBindTcp | kConnectTcp;
  if (abi >= 6) attributes.scoped = kScopeAbstractSocket | kScopeSignal;
  const std::size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
  FileDescriptor descriptor(static_cast<int>(syscall(kCreateRuleset, &attributes, size, 0)));
  if (!descriptor.valid()) return errno_error(errno, "landlock_create_ruleset");
  return Ruleset(std::move(descriptor), attributes.files);
}

Result<void> Ruleset::grant(int path, PathRights rights) const {
  struct stat facts{};
  if (fstat(path, &facts) != 0) return errno_error(errno, "fstat");
  std::uint64_t allowed = (rights == PathRights::read ? kRead : kWrite) & handled_;
  if (!S_ISDIR(facts.st_mode)) allowed &= kOnFiles;
  const PathRule rule{allowed, path};
  if (syscall(kAddRule, descriptor_.get(), kPathBeneath, &rule, 0) != 0) return errno_error(errno, "landlock_add_rule");
  return {};
}

Result<void> Ruleset::enforce() const {
  if (syscall(kRestrictSelf, descriptor_.get(), 0) != 0) return errno_error(errno, "landlock_restrict_self");
  return {};
}

}  // namespace cordon::os
