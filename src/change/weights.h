// What each fact about a change is worth. Decibans: ten times the decimal logarithm of how many times likelier the fact
// is where a change is malicious than where it is not. They were set on one half of real histories of lockfiles and
// then held against the other (bench/rate_change.py prints both); a change of one is a change of all that they say.
#pragma once

#include <string_view>

namespace cordon::change {

struct Weight {
  std::string_view fact;      // its stable name
  std::string_view family;    // facts of one family say much the same
  int points = 0;             // decibans
  std::string_view overturn;  // what would overturn it
};

inline constexpr int kPrior = -30;  // one release in a thousand: what is taken in by a change is mostly new
inline constexpr int kNote = -10;   // from here on a change is worth a line
inline constexpr int kReview = 0;   // from here on somebody should look
inline constexpr int kBlock = 21;   // from here on it is held

// How a name that was nowhere before came in.
inline constexpr std::string_view kWhy = "the carrier's own notes of the release say why it needs the package";
inline constexpr Weight kNewBySame{
    "dependency-of-same-release", "injection", 8,
    "the lockfile before left it out: compare both with the carrier's published manifest"};
inline constexpr Weight kNewByPatch{"new-dependency-in-patch", "injection", 6, kWhy};
inline constexpr Weight kNewByMinor{"new-dependency-in-minor", "injection", 3, kWhy};
inline constexpr Weight kNewByMajor{"new-dependency-in-major", "injection", 1, kWhy};
inline constexpr Weight kNewByOther{"new-dependency-in-release", "injection", 3, kWhy};
inline constexpr Weight kNewBelow{"new-below-new-dependency", "injection", 3, kWhy};
inline constexpr Weight kNewLoose{"required-by-nothing", "injection", 4, "something outside the lockfile requires it"};
inline constexpr Weight kOnlyChange{"nothing-else-changed", "injection", 3, ""};

// What the name says.
inline constexpr Weight kUnlisted{"name-not-in-top-list", "popularity", 19,
                                  "the package is older and more used than the list knows"};
inline constexpr Weight kRare{"name-little-used", "popularity", 6, "the package is more used than the list knows"};
inline constexpr Weight kCommon{"name-widely-used", "popularity", -8, ""};
inline constexpr Weight kLookAlike{"name-looks-like", "name", 12, "the same people publish both"};
inline constexpr Weight kHoldsName{"name-holds-known-name", "name", 6, "the same people publish both"};
inline constexpr Weight kFamily{"named-as-its-carrier", "standing", -6, ""};
inline constexpr Weight kKnownScope{"scope-known-here", "standing", -12, ""};

// What it would do.
inline constexpr Weight kScript{"install-script", "script", 14, "the script was read and does what the package is for"};
inline constexpr Weight kNoScript{"no-install-script", "script", -4, ""};
inline constexpr Weight kScriptGained{"install-script-gained", "script", 14,
                                      "the script was read and does what the package is for"};

// Whether anybody needs it.
inline constexpr Weight kImportedByNobody{
    "imported-by-nobody", "import", 14,
    "its carrier uses it without naming it: by a name put together at run time, or on the command line"};
inline constexpr Weight kImported{"imported", "import", -4, ""};

// Where it comes from.
inline constexpr Weight kNoRegistry{"from-no-registry", "source", 10,
                                    "the repository or address is yours or was reviewed at this commit"};
inline constexpr Weight kOtherRegistry{"from-another-registry", "source", 10,
                                       "the registry is yours: declare it in cordon.yaml"};
inline constexpr Weight kOriginChanged{"source-changed", "source", 14,
                                       "the move was announced by the package's own people"};
inline constexpr Weight kNoIntegrity{"no-integrity", "source", 4, "the client records none for this kind of source"};

// What registries say.
inline constexpr Weight kYoung{"younger-than-three-days", "age", 10, "the carrier's people published it themselves"};
inline constexpr Weight kTrustLost{"publish-trust-lost", "publisher", 12,
                                   "the carrier's people say that they published it by hand"};
inline constexpr Weight kNewPublisher{"publisher-changed", "publisher", 6, "the package's people say who that is"};
inline constexpr Weight kRevived{"revived-after-a-year", "publisher", 4, "the package's people announced it"};
inline constexpr Weight kFresh{"version-younger-than-three-days", "age", 3,
                               "wait: what is bad is mostly found in days"};
inline constexpr Weight kManyReleases{"many-releases-at-once", "rhythm", 3, "the package's people say why"};
inline constexpr Weight kOddVersion{"version-out-of-line", "rhythm", 4, "the package's people say why"};
inline constexpr Weight kNotInRegistry{"not-in-registry", "registry", 34,
                                       "the mirror that was asked has it later than others"};
inline constexpr Weight kHidden{"archive-tells-more-than-registry", "manifest", 12,
                                "the package's own build changes package.json between packing and publishing"};
inline constexpr Weight kUntold{"not-asked-for-by-registry", "manifest", 14,
                                "somebody has added the dependency on purpose, in this project"};
inline constexpr Weight kSharedPublisher{"same-publisher-as-carrier", "standing", -10, ""};
inline constexpr Weight kBorrowedRepository{"repository-of-another-package", "name", 12,
                                            "that repository says that it publishes the package"};

// What was seen before.
inline constexpr Weight kSeenBefore{"seen-before", "history", -8, ""};
inline constexpr Weight kNeverSeen{"never-seen-before", "history", 3,
                                   "another repository of yours has used it for long"};

}  // namespace cordon::change
