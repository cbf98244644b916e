// Names under which Cordon writes what the SBOM formats have no field for: properties of CycloneDX, lines of the
// comment of an SPDX package. The readers understand them again.
#pragma once

#include <string_view>

namespace cordon::sbom::property {

inline constexpr std::string_view kPrefix = "cordon:";
inline constexpr std::string_view kAlias = "cordon:alias";                   // the name it is installed under
inline constexpr std::string_view kBundled = "cordon:bundled";               // "true"
inline constexpr std::string_view kChecksum = "cordon:checksum";             // Component::checksum
inline constexpr std::string_view kEcosystem = "cordon:ecosystem";           // where the package URL has another type
inline constexpr std::string_view kEdge = "cordon:edge";                     // "<kind> <reference>"
inline constexpr std::string_view kInstallScript = "cordon:install-script";  // yes or no
inline constexpr std::string_view kIntegrity = "cordon:integrity";           // as written, where hashes say less
inline constexpr std::string_view kLicence = "cordon:licence";               // of several, where one field holds them
inline constexpr std::string_view kOrigin = "cordon:origin";                 // where it is not a registry
inline constexpr std::string_view kPeer = "cordon:peer";                     // "true"
inline constexpr std::string_view kRegistry = "cordon:registry";             // id; for readers of the document
inline constexpr std::string_view kRegistryClass = "cordon:registry-class";  // the same
inline constexpr std::string_view kResolved = "cordon:resolved";             // where it is no address
inline constexpr std::string_view kRoot = "cordon:root";                     // kind of a root
inline constexpr std::string_view kScope = "cordon:scope";                   // where the format's own says less
inline constexpr std::string_view kUnresolved = "cordon:unresolved";         // "<kind> <name> <range>"
inline constexpr std::string_view kSource = "cordon:source";                 // of the document: "<path> <format>"
inline constexpr std::string_view kOverride = "cordon:override";  // of the document: "<pattern> <replacement>"
inline constexpr std::string_view kComplete = "cordon:complete";  // of the document: true or false
inline constexpr std::string_view kUnread = "cordon:unread";      // of the document: "<path>:<line> <code>"

}  // namespace cordon::sbom::property
