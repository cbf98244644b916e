#include "sbom/cyclonedx_shapes.h"

#include <string>

namespace cordon::sbom {
namespace {

// What describes software: components and their evidence, services, dependencies, vulnerabilities.
constexpr const char* kSoftware = R"(bom: $schema=text bomFormat!={bom-format} specVersion!=text
  serialNumber=serial version!=integer@-1.4 version=integer<1..>@1.5- metadata=metadata components=[component]!
  services=[service]! externalReferences=[reference] dependencies=[dependency]! compositions=[compositions]!
  vulnerabilities=[vulnerability]! signature=signature annotations=[annotations]!@1.5-
  formulation=[formula]!@1.5- properties=[property]@1.5- declarations=declarations@1.6-
  definitions=definitions@1.6- citations=[citation]!@1.7-
metadata: timestamp=date-time tools=[tool]@-1.4 tools=tool-set|[tool]@1.5- authors=[contact] component=component
  manufacture=organization supplier=organization licenses=[licence-choice]@-1.4
  licenses=[licence-item]|[expression-item]1..1@1.5-1.6 licenses=[(licence-item|expression-item)]@1.7-
  properties=[property] lifecycles=[(phase|named-phase)]@1.5- manufacturer=organization@1.6-
  distributionConstraints=distribution@1.7-
tool: vendor=text name=text version=text@-1.5 version=text<..1024>@1.6- hashes=[hash]
  externalReferences=[reference]
hash: alg!={hash-alg} content!=digest
reference: url!=address comment=text type!={reference-type} hashes=[hash] properties=[property]@1.7-
contact: name=text email=email phone=text bom-ref=link@1.5-
component: type!={component-type} mime-type=mime bom-ref=ref supplier=organization author=text publisher=text
  group=text name!=text version=text@-1.5 version=text<..1024>@1.6- description=text scope={component-scope}
  hashes=[hash] licenses=[licence-choice]@-1.4 licenses=[licence-item]|[expression-item]1..1@1.5-1.6
  licenses=[(licence-item|expression-item)]@1.7- copyright=text cpe=text purl=text swid=swid modified=flag
  pedigree=pedigree externalReferences=[reference] components=[component]! evidence=evidence
  releaseNotes=release-notes properties=[property] signature=signature modelCard=model-card@1.5-
  data=[component-data]@1.5- manufacturer=organization@1.6- authors=[contact]@1.6- omniborId=[text]@1.6-
  swhid=[text]@1.6- cryptoProperties=crypto@1.6- tags=[text]@1.6- versionRange=text<1..4096>@1.7-
  isExternal=flag@1.7- patentAssertions=[patent-assertion]@1.7- not-both(version,versionRange)
  only-if(versionRange,isExternal)
organization: name=text url=[address] contact=[contact] bom-ref=link@1.5- address=postal-address@1.6-
licence-choice: license=license expression=text one(license,expression)
license: id=licence-id name=text text=attachment url=address bom-ref=link@1.5- licensing=licensing@1.5-
  properties=[property]@1.5- acknowledgement={acknowledgement}@1.6- one(id,name)
attachment: contentType=text encoding={attachment-encoding} content!=text
swid: tagId!=text name!=text version=text tagVersion=integer patch=flag text=attachment url=address
pedigree: ancestors=[component] descendants=[component] variants=[component] commits=[commit] patches=[patch]
  notes=text
commit: uid=text url=address author=identifiable-action committer=identifiable-action message=text
identifiable-action: timestamp=date-time name=text email=email
patch: type!={patch-type} diff=diff resolves=[issue]
diff: text=attachment url=address
issue: type!={issue-type} id=text name=text description=text source=issue-source references=[address]
issue-source: name=text url=address
evidence: licenses=[licence-choice]@-1.4 licenses=[licence-item]|[expression-item]1..1@1.5-1.6
  licenses=[(licence-item|expression-item)]@1.7- copyright=[copyright] identity=identity@1.5
  identity=[identity]|identity@1.6- occurrences=[occurrence]@1.5- callstack=callstack@1.5-
copyright: text!=text
release-notes: type!=text title=text featuredImage=address socialImage=address description=text
  timestamp=date-time aliases=[text] tags=[text] resolves=[issue] notes=[note] properties=[property]
note: locale=locale text!=attachment
property: open()@-1.5 name=text@-1.5 name!=text@1.6- value=text
service: bom-ref=ref provider=organization group=text name!=text version=text@-1.5 version=text<..1024>@1.6-
  description=text endpoints=[address] authenticated=flag x-trust-boundary=flag data=[data-classification]@-1.4
  data=[service-data]@1.5- licenses=[licence-choice]@-1.4 licenses=[licence-item]|[expression-item]1..1@1.5-1.6
  licenses=[(licence-item|expression-item)]@1.7- externalReferences=[reference] services=[service]!
  releaseNotes=release-notes properties=[property] signature=signature trustZone=text@1.5- tags=[text]@1.6-
  patentAssertions=[patent-assertion]@1.7-
data-classification: flow!={data-flow} classification!=text
dependency: ref!=link dependsOn=[link]! provides=[link]!@1.6-
compositions: aggregate!={aggregate-type} assemblies=[text]!@-1.4 assemblies=[link]!@1.5- dependencies=[text]!
  signature=signature bom-ref=link@1.5- vulnerabilities=[text]!@1.5-
vulnerability: bom-ref=link id=text source=vulnerability-source references=[vulnerability-reference]
  ratings=[rating] cwes=[integer<1..>] description=text detail=text recommendation=text advisories=[advisory]
  created=date-time published=date-time updated=date-time credits=vulnerability-credits tools=[tool]@-1.4
  tools=tool-set|[tool]@1.5- analysis=vulnerability-analysis affects=[vulnerability-affect]!
  properties=[property] workaround=text@1.5- proofOfConcept=proof-of-concept@1.5- rejected=date-time@1.5-
vulnerability-source: url=text name=text
vulnerability-reference: id!=text source!=vulnerability-source
rating: source=vulnerability-source score=number severity={severity} method={score-method} vector=text
  justification=text
advisory: title=text url!=address
vulnerability-credits: organizations=[organization] individuals=[contact]
vulnerability-analysis: state={impact-state} justification={impact-justification}
  response=[{impact-response}] detail=text firstIssued=date-time@1.5-
  lastUpdated=date-time@1.5-
vulnerability-affect: ref!=link versions=[vulnerability-affect-version]
vulnerability-affect-version: version=text<1..1024>@-1.5 version=text<..1024>@1.6- range=text<1..1024>@-1.5
  range=text<1..4096>@1.6- status={affected-status} one(version,range)
phase: phase!={phase-name}
named-phase: name!=text description=text
tool-set: components=[component]! services=[service]!
licence-item: license!=license
licensing: altIds=[text] licensor=licensing-licensor licensee=licensing-licensee purchaser=licensing-purchaser
  purchaseOrder=text licenseTypes=[{licence-type}] lastRenewal=date-time expiration=date-time
licensing-licensor: organization=organization individual=contact one(organization,individual)
licensing-licensee: organization=organization individual=contact one(organization,individual)
licensing-purchaser: organization=organization individual=contact one(organization,individual)
identity: field!={identity-field} confidence=number<0..1> methods=[identity-method] tools=[link]!
  concludedValue=text
identity-method: technique!={identity-method-technique} confidence!=number<0..1> value=text
occurrence: bom-ref=link location!=text line=integer<0..>@1.6- offset=integer<0..>@1.6- symbol=text@1.6-
  additionalContext=text@1.6-
callstack: frames=[frame]
frame: package=text module!=text function=text parameters=[text] line=integer column=integer fullFilename=text
)";

// What describes everything else: models, formulation, cryptography, declarations, patents, signatures.
constexpr const char* kBeyond =
    R"(model-card: bom-ref=link modelParameters=model-parameters quantitativeAnalysis=model-analysis
  considerations=model-considerations properties=[property]
model-parameters: approach=model-parameters-approach task=text architectureFamily=text modelArchitecture=text
  datasets=[(component-data|data-link)] inputs=[model-format] outputs=[model-format]
model-parameters-approach: type={approach}
component-data: bom-ref=link type!={component-data-type} name=text contents=component-data-contents
  classification=text sensitiveData=[text] graphics=graphics-collection description=text
  governance=data-governance
component-data-contents: attachment=attachment url=address properties=[property]
graphics-collection: description=text collection=[graphic]
graphic: name=text image=attachment
data-governance: custodians=[responsible-party] stewards=[responsible-party] owners=[responsible-party]
responsible-party: organization=organization contact=contact one(organization,contact)
data-link: ref=link
model-format: format=text
model-analysis: performanceMetrics=[performance-metric] graphics=graphics-collection
performance-metric: type=text value=text slice=text confidenceInterval=confidence-interval
confidence-interval: lowerBound=text upperBound=text
model-considerations: users=[text] useCases=[text] technicalLimitations=[text] performanceTradeoffs=[text]
  ethicalConsiderations=[risk] fairnessAssessments=[fairness-assessment]
  environmentalConsiderations=environmental-considerations@1.6-
risk: name=text mitigationStrategy=text
fairness-assessment: groupAtRisk=text benefits=text harms=text mitigationStrategy=text
service-data: flow!={data-flow-direction} classification!=text name=text description=text
  governance=data-governance source=[address] destination=[address]
proof-of-concept: open()@1.5- reproductionSteps=text environment=text supportingMaterial=[attachment]
annotations: bom-ref=link subjects!=[link]! annotator!=annotator timestamp!=date-time text!=text
  signature=signature
annotator: organization=organization individual=contact component=component service=service
  one(organization,individual,component,service)
formula: bom-ref=link components=[component]! services=[service]! workflows=[workflow]! properties=[property]
workflow: bom-ref!=link uid!=text name=text description=text resourceReferences=[resource]! tasks=[task]!
  taskDependencies=[dependency]! taskTypes!=[{task-type}] trigger=trigger steps=[step]! inputs=[input-type]!
  outputs=[output-type]! timeStart=date-time timeEnd=date-time workspaces=[workspace]!
  runtimeTopology=[dependency]! properties=[property]
resource: ref=link externalReference=reference one(ref,externalReference)
task: bom-ref!=link uid!=text name=text description=text resourceReferences=[resource]! taskTypes!=[{task-type}]
  trigger=trigger steps=[step]! inputs=[input-type]! outputs=[output-type]! timeStart=date-time
  timeEnd=date-time workspaces=[workspace]! runtimeTopology=[dependency]! properties=[property]
trigger: bom-ref!=link uid!=text name=text description=text resourceReferences=[resource]! type!={trigger-type}
  event=event conditions=[condition]! timeActivated=date-time inputs=[input-type]! outputs=[output-type]!
  properties=[property]
event: uid=text description=text timeReceived=date-time data=attachment source=resource target=resource
  properties=[property]
condition: description=text expression=text properties=[property]
input-type: source=resource target=resource resource=resource parameters=[parameter]!
  environmentVars=[(property|text)]! data=attachment properties=[property]
  one(resource,parameters,environmentVars,data)
parameter: name=text value=text dataType=text
output-type: type={output-kind} source=resource target=resource resource=resource data=attachment
  environmentVars=[(property|text)]! properties=[property] one(resource,environmentVars,data)
step: name=text description=text commands=[command] properties=[property]
command: executed=text properties=[property]
workspace: bom-ref!=link uid!=text name=text aliases=[text] description=text resourceReferences=[resource]!
  accessMode={workspace-access-mode} mountPath=text managedDataType=text volumeRequest=text volume=volume
  properties=[property]
volume: uid=text name=text mode={volume-mode} path=text sizeAllocated=text persistent=flag remote=flag
  properties=[property]
postal-address: bom-ref=link country=text region=text locality=text postOfficeBoxNumber=text postalCode=text
  streetAddress=text
environmental-considerations: energyConsumptions=[energy-consumption] properties=[property]
energy-consumption: activity!={energy-consumption-activity} energyProviders!=[energy-provider]
  activityEnergyCost!=energy-measure co2CostEquivalent=co2-measure co2CostOffset=co2-measure
  properties=[property]
energy-provider: bom-ref=link description=text organization!=organization
  energySource!={energy-source} energyProvided!=energy-measure externalReferences=[reference]
energy-measure: value!=number unit!={energy-measure-unit}
co2-measure: value!=number unit!={co2-measure-unit}
crypto: assetType!={crypto-asset-type} algorithmProperties=algorithm certificateProperties=certificate
  relatedCryptoMaterialProperties=key-material protocolProperties=protocol oid=text
algorithm: primitive={algorithm-primitive} parameterSetIdentifier=text curve=text
  executionEnvironment={algorithm-execution-environment}
  implementationPlatform={algorithm-implementation-platform}
  certificationLevel=[{certification-level}] mode={algorithm-mode} padding={algorithm-padding}
  cryptoFunctions=[{algorithm-crypto-function}] classicalSecurityLevel=integer<0..>
  nistQuantumSecurityLevel=integer<0..6> algorithmFamily=text@1.7- ellipticCurve=text@1.7-
certificate: subjectName=text issuerName=text notValidBefore=date-time notValidAfter=date-time
  signatureAlgorithmRef=link subjectPublicKeyRef=link certificateFormat=text certificateExtension=text
  serialNumber=text@1.7- certificateFileExtension=text@1.7- fingerprint=hash@1.7-
  certificateState=[(state-item|named-state-item)]@1.7- creationDate=date-time@1.7-
  activationDate=date-time@1.7- deactivationDate=date-time@1.7- revocationDate=date-time@1.7-
  destructionDate=date-time@1.7- certificateExtensions=[(extension|custom-extension)]@1.7-
  relatedCryptographicAssets=[related-cryptographic-asset]@1.7-
key-material: type={key-material-type} id=text state={key-material-state} algorithmRef=link
  creationDate=date-time activationDate=date-time updateDate=date-time expirationDate=date-time value=text
  size=integer format=text securedBy=secured-by fingerprint=hash@1.7-
  relatedCryptographicAssets=[related-cryptographic-asset]@1.7-
secured-by: mechanism=text algorithmRef=link
protocol: type={protocol-type} version=text cipherSuites=[cipher-suite] ikev2TransformTypes=ikev2
  cryptoRefArray=[link] relatedCryptographicAssets=[related-cryptographic-asset]@1.7-
cipher-suite: name=text algorithms=[link] identifiers=[text] tlsGroups=[text]@1.7-
  tlsSignatureSchemes=[text]@1.7-
ikev2: encr=[link]@1.6 encr=[ike-v2-enc]|[link]@1.7- prf=[link]@1.6 prf=[ike-v2-prf]|[link]@1.7-
  integ=[link]@1.6 integ=[ike-v2-integ]|[link]@1.7- ke=[link]@1.6 ke=[ike-v2-ke]|[link]@1.7- esn=flag
  auth=[link]@1.6 auth=[ike-v2-auth]|[link]@1.7-
declarations: assessors=[declared-assessor] attestations=[declared-attestation] claims=[declared-claim]
  evidence=[claim-evidence] targets=declared-targets affirmation=declared-affirmation signature=signature
declared-assessor: bom-ref=link thirdParty=flag organization=organization
declared-attestation: summary=text assessor=link map=[attestation-map] signature=signature
attestation-map: requirement=link claims=[link] counterClaims=[link] conformance=attestation-map-conformance
  confidence=attestation-map-confidence
attestation-map-conformance: score=number<0..1> rationale=text mitigationStrategies=[link]
attestation-map-confidence: score=number<0..1> rationale=text
declared-claim: bom-ref=link target=link predicate=text mitigationStrategies=[link] reasoning=text
  evidence=[link] counterEvidence=[link] externalReferences=[reference] signature=signature
claim-evidence: bom-ref=link propertyName=text description=text data=[claim-data] created=date-time
  expires=date-time author=contact reviewer=contact signature=signature
claim-data: name=text contents=claim-data-contents classification=text sensitiveData=[text]
  governance=data-governance
claim-data-contents: attachment=attachment url=address
declared-targets: organizations=[organization] components=[component] services=[service]
declared-affirmation: statement=text signatories=[signatory] signature=signature
signatory: name=text role=text signature=signature organization=organization externalReference=reference
  one(signature,externalReference+organization)
definitions: standards=[standard] patents=[(patent|patent-family)]@1.7-
standard: bom-ref=link name=text version=text description=text owner=text requirements=[standard-requirement]
  levels=[standard-level] externalReferences=[reference] signature=signature
standard-requirement: bom-ref=link identifier=text title=text text=text descriptions=[text] openCre=[cre]
  parent=link properties=[property] externalReferences=[reference]
standard-level: bom-ref=link identifier=text title=text description=text requirements=[link]
expression-item: expression!=text expressionDetails=[expression-part] acknowledgement={acknowledgement}
  bom-ref=link licensing=licensing properties=[property]
expression-part: licenseIdentifier!=text bom-ref=link text=attachment url=address
patent-assertion: bom-ref=link assertionType!={assertion-type} patentRefs=[link]
  asserter!=organization|contact|link notes=text
state-item: state!={certificate-state} reason=text
named-state-item: name!=text description=text reason=text
extension: commonExtensionName!={extension-name} commonExtensionValue!=text
custom-extension: customExtensionName!=text customExtensionValue=text
related-cryptographic-asset: type=text ref=link
ike-v2-enc: name=text keyLength=integer algorithm=link
ike-v2-prf: name=text algorithm=link
ike-v2-integ: name=text algorithm=link
ike-v2-ke: group=integer algorithm=link
ike-v2-auth: name=text algorithm=link
distribution: tlp={tlp-classification}
patent: bom-ref=link patentNumber!=patent-number applicationNumber=patent-number jurisdiction!=country
  priorityApplication=priority-application publicationNumber=patent-number title=text abstract=text
  filingDate=date grantDate=date patentExpirationDate=date patentLegalStatus!={patent-status}
  patentAssignee=[(contact|organization)] externalReferences=[reference]
priority-application: applicationNumber!=patent-number jurisdiction!=country filingDate!=date
patent-family: bom-ref=link familyId!=text priorityApplication=priority-application members=[link]
  externalReferences=[reference]
citation: bom-ref=link pointers=[text]1.. expressions=[text]1.. timestamp!=date-time attributedTo=link
  process=link note=text signature=signature one(pointers,expressions) any(attributedTo,process)
signature: signers=[signer] chain=[signer] algorithm=text keyId=text publicKey=public-key certificatePath=[text]
  excludes=[text] value=text one(signers,chain,algorithm+value)
signer: algorithm!=text keyId=text publicKey=public-key certificatePath=[text] excludes=[text] value!=text
public-key: kty!={key-type} crv=text x=text y=text n=text e=text
)";

constexpr const char* kWords = R"({bom-format}: CycloneDX
{hash-alg}: MD5 SHA-1 SHA-256 SHA-384 SHA-512 SHA3-256 SHA3-384 SHA3-512 BLAKE2b-256 BLAKE2b-384 BLAKE2b-512
  BLAKE3 Streebog-256@1.7- Streebog-512@1.7-
{reference-type}: vcs issue-tracker website advisories bom mailing-list social chat documentation support
  distribution license build-meta build-system release-notes other distribution-intake@1.5-
  security-contact@1.5- model-card@1.5- log@1.5- configuration@1.5- evidence@1.5- formulation@1.5-
  attestation@1.5- threat-model@1.5- adversary-model@1.5- risk-assessment@1.5- vulnerability-assertion@1.5-
  exploitability-statement@1.5- pentest-report@1.5- static-analysis-report@1.5- dynamic-analysis-report@1.5-
  runtime-analysis-report@1.5- component-analysis-report@1.5- maturity-report@1.5- certification-report@1.5-
  codified-infrastructure@1.5- quality-metrics@1.5- poam@1.5- source-distribution@1.6- electronic-signature@1.6-
  digital-signature@1.6- rfc-9116@1.6- patent@1.7- patent-family@1.7- patent-assertion@1.7- citation@1.7-
{component-type}: application framework library container operating-system device firmware file platform@1.5-
  device-driver@1.5- machine-learning-model@1.5- data@1.5- cryptographic-asset@1.6-
{component-scope}: required optional excluded
{attachment-encoding}: base64
{patch-type}: unofficial monkey backport cherry-pick
{issue-type}: defect enhancement security
{data-flow}: inbound outbound bi-directional unknown
{aggregate-type}: complete incomplete incomplete_first_party_only incomplete_third_party_only unknown
  not_specified incomplete_first_party_proprietary_only@1.5- incomplete_first_party_opensource_only@1.5-
  incomplete_third_party_proprietary_only@1.5- incomplete_third_party_opensource_only@1.5-
{severity}: critical high medium low info none unknown
{score-method}: CVSSv2 CVSSv3 CVSSv31 OWASP other CVSSv4@1.5- SSVC@1.5-
{impact-state}: resolved resolved_with_pedigree exploitable in_triage false_positive not_affected
{impact-justification}: code_not_present code_not_reachable requires_configuration requires_dependency
  requires_environment protected_by_compiler protected_at_runtime protected_at_perimeter
  protected_by_mitigating_control
{impact-response}: can_not_fix will_not_fix update rollback workaround_available
{affected-status}: affected unaffected unknown
{phase-name}: design pre-build build post-build operations discovery decommission
{licence-type}: academic appliance client-access concurrent-user core-points custom-metric device evaluation
  named-user node-locked oem perpetual processor-points subscription user other
{identity-field}: group name version purl cpe swid hash omniborId swhid
{identity-method-technique}: source-code-analysis binary-analysis manifest-analysis ast-fingerprint
  hash-comparison instrumentation dynamic-analysis filename attestation other
{approach}: supervised unsupervised reinforcement-learning semi-supervised self-supervised
{component-data-type}: source-code configuration dataset definition other
{data-flow-direction}: inbound outbound bi-directional unknown
{task-type}: copy clone lint scan merge build test deliver deploy release clean other
{trigger-type}: manual api webhook scheduled
{output-kind}: artifact attestation log evidence metrics other
{workspace-access-mode}: read-only read-write read-write-once write-once write-only
{volume-mode}: filesystem block
{acknowledgement}: declared concluded
{energy-consumption-activity}: design data-collection data-preparation training fine-tuning validation
  deployment inference other
{energy-source}: coal oil natural-gas nuclear wind solar geothermal hydropower biofuel unknown
  other
{energy-measure-unit}: kWh
{co2-measure-unit}: tCO2eq
{crypto-asset-type}: algorithm certificate protocol related-crypto-material
{algorithm-primitive}: drbg mac block-cipher stream-cipher signature hash pke xof kdf key-agree kem ae combiner
  other unknown key-wrap@1.7-
{algorithm-execution-environment}: software-plain-ram software-encrypted-ram software-tee hardware other unknown
{algorithm-implementation-platform}: generic x86_32 x86_64 armv7-a armv7-m armv8-a armv8-m armv9-a armv9-m s390x
  ppc64 ppc64le other unknown
{certification-level}: none fips140-1-l1 fips140-1-l2 fips140-1-l3 fips140-1-l4 fips140-2-l1
  fips140-2-l2 fips140-2-l3 fips140-2-l4 fips140-3-l1 fips140-3-l2 fips140-3-l3 fips140-3-l4 cc-eal1 cc-eal1+
  cc-eal2 cc-eal2+ cc-eal3 cc-eal3+ cc-eal4 cc-eal4+ cc-eal5 cc-eal5+ cc-eal6 cc-eal6+ cc-eal7 cc-eal7+ other
  unknown
{algorithm-mode}: cbc ecb ccm gcm cfb ofb ctr other unknown
{algorithm-padding}: pkcs5 pkcs7 pkcs1v15 oaep raw other unknown
{algorithm-crypto-function}: generate keygen encrypt decrypt digest tag keyderive sign verify encapsulate
  decapsulate other unknown
{key-material-type}: private-key public-key secret-key key ciphertext signature digest initialization-vector
  nonce seed salt shared-secret tag additional-data password credential token other unknown
{key-material-state}: pre-activation active suspended deactivated compromised destroyed
{protocol-type}: tls ssh ipsec ike sstp wpa other unknown dtls@1.7- quic@1.7- eap-aka@1.7- eap-aka-prime@1.7-
  prins@1.7- 5g-aka@1.7-
{assertion-type}: ownership license third-party-claim standards-inclusion prior-art exclusive-rights
  non-assertion research-or-evaluation
{certificate-state}: pre-activation active suspended deactivated revoked destroyed
{extension-name}: basicConstraints keyUsage extendedKeyUsage subjectAlternativeName
  authorityKeyIdentifier subjectKeyIdentifier authorityInformationAccess certificatePolicies
  crlDistributionPoints signedCertificateTimestamp
{tlp-classification}: CLEAR GREEN AMBER AMBER_AND_STRICT RED
{patent-status}: pending granted revoked expired lapsed withdrawn abandoned suspended reinstated opposed
  terminated invalidated in-force
{key-type}: EC OKP RSA
)";

}  // namespace

std::string_view cyclonedx_shapes() {
  static const std::string kAll = std::string(kSoftware) + kBeyond + kWords;
  return kAll;
}

}  // namespace cordon::sbom
