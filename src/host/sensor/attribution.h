// Whose script a process is: what the client said, held against the folder and the lockfile.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "host/sensor/record.h"
#include "model/generated/event.h"

namespace cordon::host {

// What a project's lockfile says of one install path.
struct LockedPackage {
  std::string lockfile;  // its path
  std::string name;
  std::string version;
  std::optional<std::string> integrity;  // Subresource Integrity string
};

// Answers for a project's folder and an install path in it ("node_modules/a/node_modules/b"); nothing where there is no
// lockfile (yet) or it does not name the path. Given by whoever can read lockfiles; called once for each script.
using LockfileLookup =
    std::function<std::optional<LockedPackage>(std::string_view project, std::string_view install_path)>;

// Name and version of the manifest in a folder; nothing where there is none. For clients that say neither.
struct Manifest {
  std::string name;
  std::string version;
};
using ManifestLookup = std::function<std::optional<Manifest>(std::string_view folder)>;

// A path with its symbolic links followed, as the file system is now; the path itself where that fails.
using LinkResolver = std::function<std::string(std::string_view path)>;

// A folder of installed packages, taken apart: "/p/node_modules/a/node_modules/@s/b" is project "/p", install path
// "node_modules/a/node_modules/@s/b", name "@s/b". Outside node_modules: the folder itself, "" and "".
struct InstallPlace {
  std::string project;
  std::string install_path;
  std::string name;
};
InstallPlace install_place(std::string_view folder);

// The package whose script the first process of a script is, from what the program of `record` was started with.
// Nothing where neither environment nor folder names one. Confidence: exact where the client named the package in the
// environment and neither folder nor lockfile disagrees; path otherwise. Whatever disagrees is a contradiction. The
// time between the start and this call is open to the script, so nothing is believed of files that it could have
// replaced, except where the client names nothing: then name and version come from the folder's manifest.
std::optional<model::Attribution> attribute_script(const ExecRecord& record, const std::string& run_id,
                                                   const LockfileLookup& lockfile, const ManifestLookup& manifest);

// What is said of a script of no known package, by the first program it runs: purl "pkg:generic/unknown", confidence
// unknown, phase install where the client names none; the project where it is a nameless project's own script. Nothing
// for git without a lifecycle event: clients run it for themselves.
std::optional<model::Attribution> unknown_script(const ExecRecord& record, const std::string& run_id);

// The package whose program a process runs, by the path of the program or of the file that an interpreter is given
// ("node --flag node_modules/.bin/x"), links followed by `resolve`. Nothing where that lies in no installed package.
// Confidence: path; phase: bin. It says what runs, not who asked for it.
std::optional<model::Attribution> attribute_program(const ExecRecord& record, const LockfileLookup& lockfile,
                                                    const ManifestLookup& manifest, const LinkResolver& resolve);

// Whether this is an install script of a package of somebody else's, which runs only because the package was installed.
bool is_install_script(const model::Attribution& package);

}  // namespace cordon::host
