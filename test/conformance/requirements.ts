/** The requirements on a CDS Hooks service, numbered; what proves each, or why nothing can yet. Levels: SHALL, SHOULD, MAY by the specifications; P- ours. */

export interface Requirement {
  readonly id: string;
  readonly level: string;
  readonly text: string;
  /** Why no test carries the number; absent where one must. */
  readonly untested?: string;
}

const SMART = 'no SMART app, so no `smart` link is ever sent';
const SITE = 'an agreement with each site, not code';

export const requirements: readonly Requirement[] = `
JSON-1|SHALL|bodies are JSON, resources FHIR JSON
JSON-2|SHALL NOT|no null or empty members, but for \`cards\` and \`services\`
JSON-3|SHOULD NOT|no comments or trailing commas
JSON-4|P-SHALL|unknown members are ignored
JSON-5|P-SHALL|hostile JSON is survived
JSON-6|P-SHALL|bodies of several MB are taken, with a limit
JSON-7|P-SHALL|any member order and any Unicode in ids
DISC-1|SHALL|discovery has a stable address
DISC-2|SHALL|it answers an object with \`services\`
DISC-3|SHALL|200, with an empty list where nothing is served
DISC-4|SHALL|each service has hook, description and id
DISC-5|SHOULD|and a title
DISC-6|MAY|prefetch: keys to templates
DISC-7|MAY|usage requirements in words, below 1 kB
DISC-8|SHOULD|version of the specification
DISC-9|MAY|version of the hook
DISC-10|SHALL|every advertised service can be called
DISC-11|MAY|one endpoint may serve several hooks, told apart by the body
DISC-12|P-SHALL|ids are safe in a path and never renamed
DISC-13|P-SHALL|an id for each hook; both answer both
DISC-14|P-SHALL|discovery is open, whatever token comes along
DISC-15|P-SHALL|HEAD, OPTIONS, doubled and trailing slashes
DISC-16|P-SHALL|the main service comes first
DISC-17|P-SHOULD|no HTML in titles and descriptions
DISC-18|P-SHOULD|the same document for everybody
DISC-19|SHALL NOT|no actionSelectionBehavior
DISC-20|SHOULD|the capabilities are documented
TOK-1|SHALL|tokens stand in double braces
TOK-2|SHALL|tokens are context fields or the four user tokens
TOK-3|SHALL|and of those only userId, patientId, encounterId
TOK-4|SHOULD|only reads and searches that servers widely support
TOK-5|SHALL|no token depends on another template
TOK-6|P-SHALL|no parameter twice in a template
TOK-7|P-SHALL|no character that needs encoding
TOK-8|P-SHALL|no parameter that only some FHIR versions know
TOK-9|P-SHALL|nothing depends on encounterId
TOK-10|P-SHALL|nothing is asked for that no rule reads
TOK-11|P-SHALL|the table of keys and templates is in the README
REQ-1|SHALL|POST with JSON at the service's address
REQ-2|SHALL|a missing required member: 400 that lists all problems
REQ-3|P-SHALL|another hook: 400
REQ-4|P-SHALL|a hookInstance that is no UUID is let pass
REQ-5|P-SHALL|fhirAuthorization without fhirServer is ignored
REQ-6|SHALL|an incomplete fhirAuthorization is none
REQ-7|P-SHALL|JSON media types, with parameters or none; else 415
REQ-8|P-SHALL|Accept is ignored
REQ-9|P-SHALL|a top-level extension is let pass
CTX-1|SHALL|userId, patientId, draftOrders; selections for order-select
CTX-2|P-SHALL|ids of 200 characters
CTX-3|P-SHALL|users of other types are let pass
CTX-4|SHALL|only selected orders are advised on
CTX-5|P-SHALL|selections are matched in every form clients write
CTX-6|SHALL|at signing every open order is judged, revised ones too
CTX-7|SHALL|an incomplete order is no error
CTX-8|P-SHALL|incomplete Bundles and non-orders in them
CTX-9|P-SHALL|ServiceRequest and ProcedureRequest; others are left alone
CTX-10|SHALL|FHIR versions are told by shape
CTX-11|P-SHALL|what is another patient's is left out and counted
CTX-12|P-SHALL|every coding, under every name of its system
CTX-13|P-SHALL|indications from reasons, references and problem list
HTTP-1|SHALL|success is 200 with \`cards\`
HTTP-2|SHALL|412 where necessary data can be neither found nor read
HTTP-3|SHOULD|every other status carries an OperationOutcome
HTTP-4|P-SHALL|nothing optional causes a 412
HTTP-5|P-SHALL|failures of a FHIR server degrade the answer, never break it
HTTP-6|SHOULD|an answer within the deadline, stalled server or not
HTTP-7|P-SHALL|errors can be read by browsers
HTTP-8|P-SHALL|content type with charset
RESP-1|SHALL|\`cards\` is always a list
RESP-2|MAY|no empty systemActions
CARD-1|MAY|a lower-case UUID on every card
CARD-2|SHALL|a summary of less than 140 characters
CARD-3|SHALL|detail in Markdown, without HTML, with everything foreign escaped
CARD-4|SHALL|indicator info, warning or critical; critical only for emergencies
CARD-5|SHALL|a source with a label
CARD-6|MAY|its URL is absolute
CARD-7|SHOULD|its icon is an opaque PNG of 100 × 100
CARD-8|MAY|a constant, alphanumeric topic
CARD-9|SHALL|selectionBehavior wherever there are suggestions
CARD-10|P-SHALL|and it is the one the client knows
CARD-11|MAY|suggestions, links and reasons are never empty lists
CARD-12|P-SHALL|the same advice is one card
CARD-13|P-SHALL|silence where all is well
CARD-14|P-SHALL|most urgent first, the same words for the same facts
SUG-1|SHALL|a label
SUG-2|MAY|a UUID, no two the same
SUG-3|SHALL|at most one recommended
SUG-4|MAY|actions, at least one
SUG-5|P-SHALL|one action each and no update for Epic
SUG-6|SHALL|actionSelectionBehavior only in its three values
ACT-1|SHALL|create, update or delete
ACT-2|SHALL|a description, everywhere
ACT-3|SHALL|what is created is a valid draft for this patient
ACT-4|SHALL|what is updated is the whole order
ACT-5|SHALL|what is deleted is named by resourceId
ACT-6|P-SHALL|only orders of this request are touched
ACT-7|P-SHALL|the preferred coding, with display, comes first
ACT-8|P-SHALL|1.0 clients find the id in \`resource\`
LINK-1|SHALL|label, url and type
LINK-2|SHALL|https, from the topic's list, without patient data
LINK-3|SHALL NOT|no appContext on absolute links
LINK-4|P-SHALL|appContext is opaque|${SMART}
LINK-5|MAY|no autolaunchable
LINK-6|P-SHALL|every link URL is documented
LINK-7|P-SHALL|smart only for SMART apps
OVR-1|SHALL|code, system and display
OVR-2|P-SHALL|reasons are stable
COD-1|SHALL|Codings have code and system
SYS-1|MAY|system actions are actions
SYS-2|SHALL|they only annotate, and can be switched off
SYS-3|P-SHALL|in both places, the same, where a client needs that
SYS-4|INF-CRD|orders at signing that are rated have them
EXT-1|SHALL|extension is an object with reverse-domain names
FB-1|MAY|every service takes feedback
FB-2|SHALL|card, outcome, time, suggestions, reason
FB-3|P-SHALL|many at once; the same report twice is one
FB-4|P-SHALL|every shape clients send; unknown cards are kept as such
FB-5|P-SHALL|200, or 400 where nothing can be used
FB-6|SHALL|authenticated like a call
FB-7|P-SHALL|comments are cut and never logged
FB-8|note|ignored cards are not reported|a duty of nobody
PF-1|SHALL|prefetch is checked; what is missing is read
PF-2|SHOULD|OperationOutcomes in it are seen
PF-3|SHOULD|prefetch or FHIR server give the same
PF-4|MAY|the token is shown on every read
PF-5|P-SHALL|no token, no read, but from open servers
PF-6|P-SHALL|further pages only from the same server
FHIR-1|P-SHALL|listed servers, checked addresses, no redirects, limits
FHIR-2|P-SHALL|the token goes to that server alone and is never kept
FHIR-3|P-SHALL|reads in parallel, a second each, one retry after a reset
FHIR-4|P-SHALL|every status but 200 is unknown
FHIR-5|P-SHALL|nothing is cached
FHIR-6|P-SHALL|DSTU2, STU3, R4, R4B and R5 shapes
FHIR-7|P-SHALL|the scopes are documented
TLS-1|SHALL|HTTPS|by the proxy in front: the service listens on loopback by default
TLS-2|MAY|mutual TLS|by the proxy in front
TLS-3|P-SHALL|the public address never comes from headers
CORS-1|SHALL|preflight is answered without authentication
CORS-2|P-SHALL|the headers are spelled out
CORS-3|P-SHOULD|a page on the web may reach this machine in development
CACHE-1|P-SHALL|answers are not stored; discovery for five minutes
CACHE-2|note|each call stands alone
OPS-1|P-SHALL|logs hold ids, codes and counts only
OPS-2|P-SHALL|liveness; calls under way are finished
JWT-1|SHOULD|required, or off by name
JWT-2|SHALL|bearer token on every call
JWT-3|SHALL|header members
JWT-4|SHALL NOT|no \`none\`, no symmetric algorithm
JWT-5|SHALL|claims
JWT-6|SHALL|audience
JWT-7|SHOULD|issuer and jku are paired
JWT-8|SHALL|keys without jku
JWT-9|P-SHALL|keys are fetched with care
JWT-10|P-SHALL|times
JWT-11|P-SHALL|replay
JWT-12|P-SHALL|tenants
JWT-13|SHOULD|one bare 401
JWT-14|P-SHALL|the sandbox's issuer is refused in production
JWT-15|vector|the specification's sample
SEC-1|SHALL|registration with the client's authorization server|${SITE}
SEC-2|SHALL|protection of data and tokens|${SITE}; see OPS-1, FHIR-2
SEC-3|SHOULD|FHIR's security considerations|the threat model in SECURITY.md
SEC-4|note|each hook is judged wholly
SEC-5|P-SHALL|what could not be read is said, never taken for absent
SEC-6|P-SHALL|knowledge version and rule can be told from the card
TEN-1|P-SHALL|each client has its own servers, profile and mode
TEN-2|P-SHALL|nothing is shared between clients
TEN-3|P-SHALL|anonymous callers get the sandbox's ways
PAMA-1|SHALL|one rating an order
PAMA-2|SHALL NOT|none where data do not suffice
PAMA-3|SHALL|an update that adds extensions only
PAMA-4|MUST|PAMA's coding first
PAMA-5|REQUIRED|a mechanism only where one is configured
PAMA-6|REQUIRED|a fresh consult id
PAMA-7|OPTIONAL|the criteria's URL
PAMA-8|SHALL|appContext of a companion app|${SMART}
PAMA-9|P-SHALL|an older rating is replaced
PAMA-10|P-SHALL|alternatives carry rating and reasons
PAMA-11|note|companion app|${SMART}
INF-D1|Inferno|TLS 1.2|by the proxy in front
INF-D2|Inferno|discovery answers JSON
INF-D3|Inferno|services are well formed
INF-C1|Inferno|every call answers 200 and JSON, with a token
INF-C2|Inferno|its token
INF-R1|Inferno|cards is a list
INF-R2|Inferno|summary, indicator, source
INF-R3|Inferno|optional members have their types and are not empty
INF-R4|Inferno|selectionBehavior
INF-R5|Inferno|suggestions
INF-R6|Inferno|actions
INF-R7|Inferno|links
INF-R8|Inferno|override reasons
INF-R9|Inferno|alternatives delete and create the same type
`.trim().split('\n').map((line) => {
  const [id, level, text, untested] = line.split('|') as [string, string, string, string?];
  return { id, level, text, ...(untested !== undefined && { untested }) };
});
