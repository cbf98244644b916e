#include "checks/advisories.h"
#include "checks/client_config_change.h"
#include "checks/client_settings.h"
#include "checks/dependency_change.h"
#include "checks/executed_trace.h"
#include "checks/installed_drift.h"
#include "checks/installed_files.h"
#include "checks/integrity.h"
#include "checks/known_bad.h"
#include "checks/lockfile_text.h"
#include "checks/lying_lockfile.h"
#include "checks/manifest_change.h"
#include "checks/manifest_drift.h"
#include "checks/name_confusion.h"
#include "checks/overrides.h"
#include "checks/project.h"
#include "checks/referenced.h"
#include "checks/sources.h"
#include "checks/undeclared_source.h"
#include "checks/unknown_host.h"

namespace cordon::checks {

const std::vector<CheckRow>& all_checks() {
  using model::Severity;
  static const std::vector<CheckRow> kChecks{
      {"known_bad",
       check_known_bad,
       {{"malware.known-package", "A package known to be malicious",
         "An incident pack or advisory knows this release as malicious. Treat machines that installed it as "
         "compromised and follow the steps of the finding.",
         Severity::critical},
        {"malware.name-targeted", "A private package with the name of malware",
         "The package comes from a registry you declared private, but its name and version are those of published "
         "malware.",
         Severity::medium},
        {"malware.name-elsewhere", "Content from git with the name of malware",
         "Name and version are those of a malicious release, but the content comes from a repository: nothing is known "
         "of it.",
         Severity::medium},
        {"malware.copied-files", "Files of malware in the tree",
         "A file was recognised as one of a malicious release. Not every file of such a release is hostile; replace it "
         "by that of another release and find out what ran it.",
         Severity::high},
        {"malware.different-content", "The name of malware with other content",
         "Name and version are those of a malicious release, but the digest is another one.", Severity::low}}},
      {"advisories",
       check_advisories,
       {{"vulnerability.undecided", "Records that could not be compared with a version",
         "The version, or one that the record names, has no place in the ecosystem's order.", Severity::low},
        {"knowledge.damaged", "The index of advisories is damaged", "Build it again; until then nothing is known.",
         Severity::high}}},
      {"executed_trace",
       check_executed_trace,
       {{"malware.executed-trace", "Files that a malicious install script leaves",
         "The installed package looks as it does after its install script ran and covered its traces. Treat it as "
         "executed.",
         Severity::critical}}},
      {"referenced",
       check_referenced,
       {{"malware.referenced", "A manifest asks for a malicious release",
         "package.json names a malicious release exactly. Whoever installs from it gets that release if it can still "
         "be had.",
         Severity::high}}},
      {"overrides",
       check_overrides,
       {{"protection.override", "An override keeps a malicious release out",
         "Nothing to do: the override protects this project.", Severity::info},
        {"malware.override", "An override brings in a malicious release", "Remove the override.", Severity::critical}}},
      {"lying_lockfile",
       check_lying_lockfile,
       {{"integrity.lying-lockfile", "A lockfile entry that installs something else than it says",
         "Clients fetch the resolved address, people review the name. They differ here.", Severity::critical}}},
      {"integrity",
       check_integrity,
       {{"integrity.missing", "Packages without integrity",
         "Without a digest in the lockfile whatever the address serves is accepted.", Severity::medium},
        {"integrity.weak", "Packages pinned by SHA-1 only",
         "SHA-1 collisions can be made; current clients record SHA-512.", Severity::low},
        {"integrity.registry", "Packages whose registry has another digest for the release",
         "The lockfile pins an archive that is not the one its registry has, as far as its document at hand says.",
         Severity::high},
        {"integrity.shared-digest", "Different packages with one digest", "One archive cannot be two packages.",
         Severity::medium}}},
      {"sources",
       check_sources,
       {{"source.plain-http", "Packages over an unencrypted connection",
         "Anyone on the way can read and, without a strong digest, change them.", Severity::medium},
        {"source.mutable-reference", "Actions and images by a name that can be moved",
         "A tag or branch can be moved to other code, as happened to tj-actions/changed-files; a commit or digest "
         "cannot.",
         Severity::low},
        {"source.git", "Packages from git", "Code from git passes by the registry's checks.", Severity::medium}}},
      {"undeclared_source",
       check_undeclared_source,
       {{"source.undeclared-host", "Packages from a host that is no known registry",
         "The lockfile names a host that is neither a public registry or mirror nor declared in cordon.yaml. Clients "
         "ask it by the lockfile's word, past the registry or gate that they are told of.",
         Severity::medium},
        {"source.address", "Packages from addresses of their own",
         "An archive at an address passes by the registry's checks, and by a gate.", Severity::medium},
        {"source.local-archive", "Packages from archives on disk",
         "What is in an archive beside the project nobody reviews, and no registry or gate sees it.", Severity::low}}},
      {"client_settings",
       check_client_settings,
       {{"client.registry", "A registry of the project's settings that nobody declared",
         "Clients heed a project's registries; those of scopes count more than what a gate tells them.", Severity::low},
        {"client.way", "Settings that choose by which way packages come",
         "A proxy is asked in the place of every registry, a certificate or none makes others believed.",
         Severity::medium},
        {"client.stored", "Settings that name a folder of archives",
         "What lies in a folder of the project is installed without asking a registry or a gate.", Severity::low},
        {"client.runs-code", "Settings that have the package client run a program",
         "script-shell, git, node-options and the like run with whoever installs, whatever is set about install "
         "scripts.",
         Severity::medium},
        {"client.publish", "A registry to publish to that nobody declared",
         "publishConfig counts more than every other setting: what is published goes there past any gate.",
         Severity::low}}},
      {"lockfile_text",
       check_lockfile_text,
       {{"lockfile.conflict-markers", "Unresolved merge conflict in a lockfile",
         "Clients may take one side without a word.", Severity::high},
        {"lockfile.duplicate-key", "Duplicate keys in a lockfile", "Readers may disagree about which one counts.",
         Severity::medium}}},
      {"manifest_drift",
       check_manifest_drift,
       {{"drift.manifest", "Lockfile and package.json disagree",
         "An install may change the lockfile, or install something that nobody reviewed.", Severity::low}}},
      {"installed_drift",
       check_installed_drift,
       {{"drift.installed", "Lockfile and installed tree disagree",
         "What is installed is not what was reviewed; a changed manifest can be a sign of tampering.", Severity::low},
        {"drift.installed-manifest", "An installed package shows another version than npm recorded",
         "The manifest was changed after the package was installed, as malware does that covers its traces.",
         Severity::medium}}},
      {"installed_files",
       check_installed_files,
       {{"installed.changed-file", "Files of an installed package are not those that were installed",
         "RECORD lists each file with its digest. Somebody changed the file later, by hand or by code that ran: "
         "compare "
         "it with the release. Who also changes RECORD is not seen.",
         Severity::medium},
        {"installed.missing-file", "Files of an installed package are gone",
         "RECORD lists files that are not there. Images are made smaller so, and traces covered.", Severity::low},
        {"installed.unlisted-startup-file", "A file that no package installed runs when Python starts",
         "Each start of Python runs the code in .pth files, sitecustomize and usercustomize. No RECORD lists this one: "
         "find out who wrote it.",
         Severity::high}}},
      {"name_confusion",
       check_name_confusion,
       {{"confusion.declared", "A package of your own that a public registry answers for",
         "You declared its name or scope private, and the lockfile has it from a public registry: somebody else can "
         "publish it there. Claim the name, and bind the scope to your registry in the client's settings.",
         Severity::critical},
        {"confusion.scope", "A scope that comes from your registry and from a public one",
         "Others of the scope come from a private registry. Bind the scope to it in the client's settings.",
         Severity::high},
        {"confusion.workspace", "The name of a package of this project, fetched from a public registry",
         "The project has a package of this name itself, and the lockfile fetches one.", Severity::high},
        {"confusion.twin", "An unscoped name beside a private scoped one",
         "Whoever forgets the scope gets this one. Make sure that it is meant.", Severity::medium},
        {"confusion.version", "A version that no release reaches by itself",
         "Attempts at dependency confusion publish versions above everything a private registry may have.",
         Severity::low}}},
      {"dependency_change",
       check_dependency_change,
       {{"change.suspicious-dependency", "A package that came with a change, and is suspicious by that alone",
         "Its name was nowhere before. The facts that speak against it, and for it, are listed with their points; what "
         "is not known counts nothing. Do not install it before somebody has looked.",
         Severity::high},
        {"change.suspicious-release", "A release that came with a change, and is suspicious by that alone",
         "The facts that speak against it, and for it, are listed with their points; what is not known counts nothing.",
         Severity::high},
        {"change.integrity", "A release with another digest than before",
         "A published release never changes: the entry was edited, or the registry serves something else.",
         Severity::critical},
        {"change.integrity-lost", "A release that has no digest any more",
         "Without a digest in the lockfile whatever the address serves is accepted.", Severity::medium},
        {"change.source", "A release that comes from elsewhere than before",
         "From a registry to a repository, an address or a folder, or the other way.", Severity::high},
        {"change.look-alike", "A name that came with a change and can be taken for another's",
         "By its letters, and by how much more the other one is used. Make sure that this one is meant.",
         Severity::medium},
        {"change.unreadable", "A file that cannot be read any more since a change",
         "What Cordon cannot read, the package client may read: a lockfile, manifest or file of settings that was "
         "readable before, or is new, hides what it brings. Let the client write it anew.",
         Severity::high},
        {"change.patch", "A release that a patch of the project's own changes now",
         "The patch stands beside the lockfile: review it as code.", Severity::low},
        {"change.registry", "A release that comes from another registry than before",
         "Declare registries of yours and mirrors in cordon.yaml.", Severity::medium},
        {"change.address", "A release with another address than before", "The digest decides whether it is the same.",
         Severity::low},
        {"change.install-script", "A release that suddenly runs code when it is installed",
         "The lockfile said that it runs none. A published release never changes.", Severity::medium},
        {"change.orphan", "A package that nothing requires any more",
         "It is installed all the same. What an incident brought in may stay behind so.", Severity::low}}},
      {"unknown_host",
       check_unknown_host,
       {{"change.unknown-registry", "A host that packages come from by the change, and that nobody declared",
         "Nothing of the lockfile came from there before. A popular name says nothing of who serves it. Declare the "
         "host in cordon.yaml if it is meant: private.hosts, or registries.",
         Severity::high}}},
      {"manifest_change",
       check_manifest_change,
       {{"change.manifest", "A change of package.json that no lockfile resolves",
         "The next installation brings in what nobody has seen. Let the client write the lockfile, and review it.",
         Severity::medium}}},
      {"client_config_change",
       check_client_config_change,
       {{"change.client-config", "A change that weakens a setting of the package client",
         "Scripts, certificates, ages, checksums, or the registry itself: find out why before it is merged.",
         Severity::medium},
        {"change.runs-code", "A change that makes a client, an editor or an agent run code",
         "Scripts of the project itself, programs and modules that settings of package clients name, tasks and hooks "
         "that run by themselves: whoever installs or opens the project runs them. Review the line as code.",
         Severity::medium}}},
  };
  return kChecks;
}

}  // namespace cordon::checks
