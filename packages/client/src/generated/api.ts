// Made from the API's own schemas by `npm run generate`. Change them in apps/server/src/http.

export interface paths {
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics for Prometheus
         * @description Needs a key with the scope `operate`.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/activations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Activations: what is sent where, and to whom
         * @description Needs a key with the scope `read`.
         */
        get: operations["getActivations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/activations/{name}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What waits to be sent, or could not be
         * @description Needs a key with the scope `operate`.
         */
        get: operations["getActivationsNameDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/activations/{name}/recipients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who was sent, and since when
         * @description Whose last message was an upsert; whoever was removed is not in it.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["getActivationsNameRecipients"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/activations/{name}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tries dead letters again
         * @description The named ones, or without `ids` the first 1000.
         *
         *     Needs a key with the scope `operate`.
         */
        post: operations["postActivationsNameReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agenda": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is due on a day
         * @description Planned visits, arrivals, or things to do, that are not done, cancelled or reported. Of one author or location they are in the order of time; of all, group by group. A row belongs to the local day of its place: a mapping’s `zone` says which.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["getAgenda"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agenda/day": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who has something on a day, and the nearest days with something
         * @description For pickers and for stepping from day to day: counts by author or location, without the rows.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["getAgendaDay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answers a question about one profile, from its data
         * @description By rules: orders, returns, deliveries, complaints, promises, talks, visits, stays, contact details, consent, tier, invoices, spend, pages read, in English and French, of the profile or, where that is asked, of who pays for it; anything else is looked for in the rows by its words. Each sentence cites facts, each fact its rows; where the data does not say, that is the answer. A workspace with a model has it look up more and word it, each sentence held to its facts; `writer` says how that went, and as `text/event-stream` the event `answer` is the rules’ at once, `sentence` each of the model’s once it is verified, and `done` the whole. With `call`, what is sensitive waits until its caller is verified.
         *
         *     Needs a key with the scope `read`.
         */
        post: operations["postAnswers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/briefs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who was briefed about whom, and who asked what
         * @description The newest first. Of a profile: also what was kept under the ids that it absorbed. The same to the same key within ten minutes is one record that counts. A page may hold less than its limit and still have a next one. Records go with the person, and after the days that `rapport.config.ts` says.
         *
         *     Needs a key with the scope `audit`.
         */
        get: operations["getAuditBriefs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/briefs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was told and on which rows, and what left for a model
         * @description Needs a key with the scope `audit`.
         */
        get: operations["getAuditBriefsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/backfills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far changed rules have been applied to who is there
         * @description Empty when everybody follows the newest rules. Data comes in meanwhile, by the new rules.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["getBackfills"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Copies this workspace while it runs
         * @description Into an empty folder on the server. Hashes that keep erased people out go with it.
         *
         *     Needs a key with the scope `admin`.
         */
        post: operations["postBackups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/briefs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What to know before speaking to somebody
         * @description Written by rules from facts: each sentence cites facts, each fact the rows it stands on. At most 120 words for a call, 300 for a visit, 400 for a stay; `left` counts what did not fit, which `?all=true` gives. With `call`, sensitive facts wait until its caller is verified. As JSON, `text/markdown`, `text/html` or `application/pdf` (an A4 page), by the Accept header. A workspace with a model has it worded by that, each sentence held to its facts, and `writer` says how that went; as `text/event-stream` the event `brief` is the rules’ at once, `sentence` each of the model’s once it is verified, and `done` the whole.
         *
         *     Needs a key with the scope `read`.
         */
        post: operations["postBriefs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/briefs/day": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The briefs of a day, in its order
         * @description A rep’s visits or a hotel’s arrivals, each as `POST /v1/briefs` says it by rules; who is due twice has one. As JSON, `text/markdown`, `text/html` or `application/pdf` (a page each, behind a list), by the Accept header. At most `limit` rows of the agenda at once: `next`, of other forms the header `Link` (`rel="next"`), leads to the rest.
         *
         *     Needs a key with the scope `read`.
         */
        post: operations["postBriefsDay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A ring: who may be calling
         * @description One match opens the call for it, with its brief; several are ranked, with why each matched and what tells them apart; none offers a new contact. Telling of the same `interactionId` again answers the same call.
         *
         *     Needs a key with the scope `write`.
         */
        post: operations["postCalls"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A call as it is now
         * @description Needs a key with the scope `read`.
         */
        get: operations["getCallsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{id}/contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Writes down a caller whom nobody knew
         * @description Makes a record of source `desk`; a later sync of a real system joins it by the rules.
         *
         *     Needs a key with the scope `write`.
         */
        post: operations["postCallsIdContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{id}/pick": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says who is calling, or who is not
         * @description Answers with the brief about whoever it is now. Where the number itself lies on a wrong record, `decisions` offers what a steward may decide about it.
         *
         *     Needs a key with the scope `write`.
         */
        post: operations["postCallsIdPick"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{id}/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says who answers the call
         * @description Whoever said so last; every desk that follows /v1/calls/stream is told. The same `desk` again changes nothing.
         *
         *     Needs a key with the scope `write`.
         */
        post: operations["postCallsIdTake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The caller has proven who they are
         * @description Needs a key with the scope `write`.
         */
        post: operations["postCallsIdVerify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follows calls as they ring, as server-sent events
         * @description Events: `ring`, `change` (who it is, whether they are verified, who answers), `recent` (a call of the last ten minutes, told to who begins to follow), `gone` (erased, or no longer for the reader). Data: a `Ring`; of `gone` its `id`. A client that comes back with `Last-Event-ID` misses nothing of the last 500; after a longer absence it begins with `recent`. Calls about people of whom the key may see none are left out.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["getCallsStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follows changes of profiles, as server-sent events
         * @description Events: `updated`, `merged`, `split`, `erased`, `entered`, `left`, `decided`. Their `id` is a position: a client that comes back with `Last-Event-ID` misses nothing. Without it the feed begins now, with `after=0` at the beginning.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["getChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/doctor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Looks at everything an operator would
         * @description Needs a key with the scope `admin`.
         */
        get: operations["getDoctor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest version of each document
         * @description Needs a key with the scope `read`.
         */
        get: operations["getDocuments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents/{type}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One document
         * @description Needs a key with the scope `read`.
         */
        get: operations["getDocumentsTypeName"];
        /**
         * Saves a document as a new version
         * @description It is validated whole; nothing is saved when anything is wrong with it.
         *
         *     Needs a key with the scope `configure`.
         */
        put: operations["putDocumentsTypeName"];
        post?: never;
        /**
         * Removes a document; its versions stay
         * @description Needs a key with the scope `configure`.
         */
        delete: operations["deleteDocumentsTypeName"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents/{type}/{name}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All versions of a document, newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["getDocumentsTypeNameVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All documents as one YAML file
         * @description Secrets are references in documents, so no value of one is in it.
         *
         *     Needs a key with the scope `configure`.
         */
        get: operations["getDocumentsExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Saves documents of a YAML or JSON file, all or none
         * @description What is there already as it is in the file is left alone.
         *
         *     Needs a key with the scope `configure`.
         */
        post: operations["postDocumentsImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Proofs of erasures
         * @description Needs a key with the scope `erase`.
         */
        get: operations["getErasures"];
        put?: never;
        /**
         * Erases a person, everywhere
         * @description Every row of every table, queue and log; connected systems are told. What stays are hashes that keep them out, and this proof, which holds nothing personal.
         *
         *     Needs a key with the scope `erase`.
         */
        post: operations["postErasures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One proof
         * @description Needs a key with the scope `erase`.
         */
        get: operations["getErasuresId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identity/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Decisions about a profile
         * @description Needs a key with the scope `read`.
         */
        get: operations["getIdentityDecisions"];
        put?: never;
        /**
         * Says that two records are, or are not, one party
         * @description Needs a key with the scope `steward`.
         */
        post: operations["postIdentityDecisions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identity/decisions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Withdraws a decision, as if it had never been
         * @description Needs a key with the scope `steward`.
         */
        delete: operations["deleteIdentityDecisionsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/insights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Insights that are calculated
         * @description Needs a key with the scope `read`.
         */
        get: operations["getInsights"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/insights/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What an insight would give, before it is saved
         * @description Needs a key with the scope `configure`.
         */
        post: operations["postInsightsPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The keys of this workspace, without their text
         * @description Needs a key with the scope `admin`.
         */
        get: operations["getKeys"];
        put?: never;
        /**
         * Makes a key
         * @description The text of the key is in this answer and nowhere else.
         *
         *     Needs a key with the scope `admin`.
         */
        post: operations["postKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revokes a key, at once
         * @description Needs a key with the scope `admin`.
         */
        delete: operations["deleteKeysId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Profiles, a page at a time
         * @description In the order of their ids, oldest first.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["getProfiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One profile, by id or identifier
         * @description An id that was absorbed answers with the profile it went into (`movedFrom`, `Content-Location`). An identifier that several profiles share answers 300 with `candidates`; an erased profile 410.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["getProfilesReference"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What may be proposed now, the most valuable first
         * @description By documents of type `action`: who it is for, what forbids it, consent, value, text. Each with the conditions that hold and their values. With `call`, what rests on sensitive values waits until its caller is verified.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["getProfilesReferenceActions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/actions/{name}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * They want it: does what follows
         * @description Kept as a row of source `desk`, in the timeline, erased with the person; it is respected for as long as the action says. `DELETE /v1/profiles/{reference}/proposals/{id}` takes it back.
         *
         *     Needs a key with the scope `write`.
         */
        post: operations["postProfilesReferenceActionsNameAccept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/actions/{name}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * They do not want it: it does not come back for a while
         * @description Kept as a row of source `desk`, in the timeline, erased with the person; it is respected for as long as the action says. `DELETE /v1/profiles/{reference}/proposals/{id}` takes it back.
         *
         *     Needs a key with the scope `write`.
         */
        post: operations["postProfilesReferenceActionsNameDecline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/activations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where it was sent, and since when
         * @description Needs a key with the scope `read`.
         */
        get: operations["getProfilesReferenceActivations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Writes down what somebody allows or refuses
         * @description A row of source `desk` on the record that it is about; the rules of consent decide what counts, and `holds` says whether it does. A refusal is taken from anybody. With `call`, a grant waits until its caller is verified, and is then proven by the call: it lifts older refusals.
         *
         *     Needs a key with the scope `write`.
         */
        post: operations["postProfilesReferenceConsents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/consents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes a consent back, as if it had never been said
         * @description Needs a key with the scope `write`.
         */
        delete: operations["deleteProfilesReferenceConsentsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was corrected, newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["getProfilesReferenceCorrections"];
        put?: never;
        /**
         * Corrects what is known of somebody
         * @description A record of source `desk`, tied to the record that it is about: it goes where that goes, no sync undoes it, and the rules decide whether its values are shown. `outcome` says what the profile shows now and, where another source wins, by which rule. With `call`, what is sensitive waits until its caller is verified.
         *
         *     Needs a key with the scope `write`.
         */
        post: operations["postProfilesReferenceCorrections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/corrections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes a correction back, as if it had never been made
         * @description Doing so again changes nothing. That it was made, and by whom it was undone, stays listed.
         *
         *     Needs a key with the scope `write`.
         */
        delete: operations["deleteProfilesReferenceCorrectionsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The profile as it was known at a time
         * @description Records and ties of then, reconciled by the rules of today.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["getProfilesReferenceHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/insights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Its calculated values, now
         * @description Needs a key with the scope `read`.
         */
        get: operations["getProfilesReferenceInsights"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why its records are one party
         * @description Every link with its evidence, and the decisions of stewards.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["getProfilesReferenceLinks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Writes down what was talked about, and what follows from it
         * @description An interaction of source `desk` in the timeline and in the next brief; with `task` also a promise, or something to do, with who does it until when. It hangs on a record of the profile, and goes where that goes.
         *
         *     Needs a key with the scope `write`.
         */
        post: operations["postProfilesReferenceNotes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/notes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A note, and what follows from it
         * @description Needs a key with the scope `read`.
         */
        get: operations["getProfilesReferenceNotesId"];
        put?: never;
        post?: never;
        /**
         * Takes a note back, and what followed from it
         * @description Needs a key with the scope `write`.
         */
        delete: operations["deleteProfilesReferenceNotesId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/notes/{id}/task": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Says how what followed from a note ended
         * @description Needs a key with the scope `write`.
         */
        put: operations["putProfilesReferenceNotesIdTask"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/proposals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes an answer to a proposal back, and what followed from it
         * @description Needs a key with the scope `write`.
         */
        delete: operations["deleteProfilesReferenceProposalsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The records it stands on, as each source told them
         * @description Needs a key with the scope `read`.
         */
        get: operations["getProfilesReferenceRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reports on a visit
         * @description An interaction of source `desk`, tasks, and the next visit. The planned visit that it names leaves the agenda and briefs while the report stands and its system says the same time; another time there is a new plan. With `key` it may be sent twice: a phone without a network sends it later.
         *
         *     Needs a key with the scope `write`.
         */
        post: operations["postProfilesReferenceReports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/reports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A report, with what follows from it
         * @description Needs a key with the scope `read`.
         */
        get: operations["getProfilesReferenceReportsId"];
        put?: never;
        post?: never;
        /**
         * Takes a report back, with its tasks and the visit that it planned
         * @description The visit that it reported on is planned again.
         *
         *     Needs a key with the scope `write`.
         */
        delete: operations["deleteProfilesReferenceReportsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/reports/{id}/tasks/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Says how a task that follows from a report ended
         * @description Needs a key with the scope `write`.
         */
        put: operations["putProfilesReferenceReportsIdTasksNumber"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The segments it belongs to, and since when
         * @description Needs a key with the scope `read`.
         */
        get: operations["getProfilesReferenceSegments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/{reference}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened to it, newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["getProfilesReferenceTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rows that could not be read, and why
         * @description Needs a key with the scope `steward`.
         */
        get: operations["getRejected"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rejected/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many, by stream and reason
         * @description Needs a key with the scope `steward`.
         */
        get: operations["getRejectedCounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rejected/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets rows go for good
         * @description Needs a key with the scope `steward`.
         */
        post: operations["postRejectedDrop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rejected/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tries rows again, corrected or as they are
         * @description Needs a key with the scope `steward`.
         */
        post: operations["postRejectedReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rows of a stream, in a batch
         * @description Answers once the batch is on disk. Sending it again changes nothing. A row that cannot be read is kept under `/v1/rejected` with its reason; the others go on. `?settle=true` answers when profiles show it.
         *
         *     Needs a key with the scope `write`.
         */
        post: operations["postRows"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finds profiles as you type
         * @description By name, part of a phone number, e-mail or order number. Accents and typing errors are forgiven.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["getSearch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Names of the secrets that are set
         * @description Needs a key with the scope `configure`.
         */
        get: operations["getSecrets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/secrets/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Sets a secret
         * @description Documents point at it as `{ secret: NAME }`. It is kept encrypted and never answered.
         *
         *     Needs a key with the scope `configure`.
         */
        put: operations["putSecretsName"];
        post?: never;
        /**
         * Removes a secret
         * @description Needs a key with the scope `configure`.
         */
        delete: operations["deleteSecretsName"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Segments with how many belong
         * @description Needs a key with the scope `read`.
         */
        get: operations["getSegments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/{name}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who belongs, and since when
         * @description Needs a key with the scope `read`.
         */
        get: operations["getSegmentsNameMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Who a segment would hold, before it is saved
         * @description Needs a key with the scope `configure`.
         */
        post: operations["postSegmentsPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is signed in here
         * @description Needs no key.
         */
        get: operations["getSession"];
        put?: never;
        /**
         * Signs a browser in by key
         * @description Answers with a cookie (HttpOnly, SameSite=Strict) that stands for the key, for pages of this server only. Programs send the key itself.
         *
         *     Needs no key.
         */
        post: operations["postSession"];
        /**
         * Signs a browser out
         * @description Needs no key.
         */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Connections and how their last sync went
         * @description Needs a key with the scope `read`.
         */
        get: operations["getSources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources/{connection}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One connection, with its streams and their cursors
         * @description Needs a key with the scope `read`.
         */
        get: operations["getSourcesConnection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources/{connection}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks whether the connection works
         * @description Needs a key with the scope `operate`.
         */
        post: operations["postSourcesConnectionCheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources/{connection}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Syncs, newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["getSourcesConnectionRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources/{connection}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends a running sync at its batch's end
         * @description Needs a key with the scope `operate`.
         */
        post: operations["postSourcesConnectionStop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources/{connection}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Syncs now
         * @description Answers with the run as it begins; its end is under `…/runs`.
         *
         *     Needs a key with the scope `operate`.
         */
        post: operations["postSourcesConnectionSync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AgendaDay: {
            /** @description Of the author or location asked for. */
            count: number;
            /**
             * Format: date
             * @example 2026-11-24
             */
            date: string;
            /** @description Authors or locations with something that day, whichever is asked for. */
            groups: {
                count: number;
                /** @description Pass as `author` or `location`. */
                key: string;
                /** @description null: rows that say none. */
                name: string | null;
            }[];
            hasMoreGroups: boolean;
            /** @enum {string} */
            kind: "visit" | "stay" | "task";
            next: string | null;
            /** @description The key of the group that is named like the API key: a rep’s own. */
            own: string | null;
            /** @description The nearest day before with something in it, at most a year away. */
            previous: string | null;
        };
        Answer: {
            /**
             * @description `model`: facts that a model looked up, each sentence held to them. `none`: the data does not say, and the sentence says so.
             * @enum {string}
             */
            basis: "rule" | "search" | "model" | "none";
            /** @description Those that the sentences cite, each with the rows it stands on. */
            facts: components["schemas"]["AnswerFact"][];
            generatedAt: string;
            held: {
                /** @description Sentences that are held back. */
                count: number;
                text: string;
                /** @enum {string|null} */
                until: "scope" | "verified" | null;
            };
            id: string;
            /**
             * @description What it was taken to be about; null: it was looked for by its words.
             * @enum {string|null}
             */
            intent: "invoices" | "birthday" | "consent" | "loyalty" | "spend" | "cases" | "promises" | "returns" | "deliveries" | "stays" | "web" | "language" | "visits" | "talks" | "orders" | "contact" | "identity" | null;
            language: string;
            /** @example prf_0000000f3k */
            profile: string;
            sentences: {
                /** @description Ids of facts. */
                facts: string[];
                text: string;
            }[];
            writer: {
                /**
                 * @description `model`: sentences of a model are in it, each held to its facts.
                 * @enum {string}
                 */
                by: "rules" | "model";
                model: string | null;
                /**
                 * @description Why there is nothing, or not all, of a model.
                 * @enum {string|null}
                 */
                problem: "timeout" | "unreachable" | "limited" | "refused" | "cut" | "unreadable" | "endless" | "key" | "busy" | "budget" | null;
                /** @description Sentences that said more than their facts: the rules’ own stand instead. */
                replaced: number;
                /** @description Of these, those that were right at the second attempt. */
                rewritten: number;
                /** @description Sentences of the model that its facts support. */
                verified: number;
            };
            zone: string;
        };
        AnswerFact: {
            /** @enum {string} */
            certainty: "stated" | "agreed" | "disputed" | "calculated";
            /** @example task:crm/tasks/00T1 */
            id: string;
            /** @example task */
            kind: string;
            /** @description What a sentence may say of it, typed. */
            parts: {
                [key: string]: {
                    /** @description Of an instant that its source wrote as a day, without a time. */
                    day?: string;
                    /** @enum {string} */
                    type: "text" | "number" | "money" | "instant" | "date";
                    value: string | number | {
                        [key: string]: unknown;
                    };
                } | {
                    /** @description Of an instant that its source wrote as a day, without a time. */
                    day?: string;
                    /** @enum {string} */
                    type: "text" | "number" | "money" | "instant" | "date";
                    value: string | number | {
                        [key: string]: unknown;
                    };
                }[];
            };
            /** @description What it stands on. Of a row that is no record, `observedAt` is when it happened. */
            rows: {
                key: string;
                observedAt: string;
                stream: string;
            }[];
            /** @enum {string} */
            sensitivity: "open" | "sensitive";
            /** @description For programs. */
            value?: {
                [key: string]: unknown;
            };
        };
        AuditRecord: {
            at: string;
            by: {
                key: string;
                /** @description As the key was called then. */
                title: string;
            };
            call: string | null;
            /** @description The id of the brief or the answer: the same as long as it says the same. */
            content: string;
            /** @description How often it was given. */
            count: number;
            /** @description What was told, and the rows it stood on. */
            facts: {
                id: string;
                rows: {
                    key: string;
                    stream: string;
                }[];
            }[];
            id: string;
            /** @enum {string} */
            kind: "brief" | "answer";
            language: string;
            /** @description When it was given last: soon after, the same to the same key is counted, not kept again. */
            lastAt: string;
            /**
             * @description Of a brief.
             * @enum {string|null}
             */
            occasion: "call" | "visit" | "stay" | null;
            /** @description As it was then: a merge since has moved it. */
            profile: string;
            /** @description All that left for a model, as it left: masked. */
            prompts: {
                role: string;
                text: string;
            }[];
            /** @description What was answered. */
            question: string | null;
            /** @description How many of the facts are sensitive. */
            sensitive: number;
            /** @description How many were told. */
            sentences: number;
            /** @description Null: it was being written when this was last kept, and is not known to have ended. */
            writer: {
                /** @enum {string} */
                by: "rules" | "model";
                /** @description Of the endpoint that was asked last; null: none was. */
                host: string | null;
                model: string | null;
                /** @description Why there is nothing, or not all, of a model. */
                problem: string | null;
                /** @description Sentences that said more than their facts: the rules’ own stand instead. */
                replaced: number;
                /** @description Of these, those that were right at the second attempt. */
                rewritten: number;
                tokens: {
                    answer: number;
                    prompt: number;
                };
                /** @description Sentences of a model that the facts support. */
                verified: number;
            } | null;
        };
        AuditSummary: {
            at: string;
            by: {
                key: string;
                /** @description As the key was called then. */
                title: string;
            };
            call: string | null;
            /** @description The id of the brief or the answer: the same as long as it says the same. */
            content: string;
            /** @description How often it was given. */
            count: number;
            /** @description How many facts were told. */
            facts: number;
            id: string;
            /** @enum {string} */
            kind: "brief" | "answer";
            language: string;
            /** @description When it was given last: soon after, the same to the same key is counted, not kept again. */
            lastAt: string;
            /**
             * @description Of a brief.
             * @enum {string|null}
             */
            occasion: "call" | "visit" | "stay" | null;
            /** @description As it was then: a merge since has moved it. */
            profile: string;
            /** @description How many messages left for a model. */
            prompts: number;
            /** @description What was answered. */
            question: string | null;
            /** @description How many of the facts are sensitive. */
            sensitive: number;
            /** @description How many were told. */
            sentences: number;
            /** @description Null: it was being written when this was last kept, and is not known to have ended. */
            writer: {
                /** @enum {string} */
                by: "rules" | "model";
                /** @description Of the endpoint that was asked last; null: none was. */
                host: string | null;
                model: string | null;
                /** @description Why there is nothing, or not all, of a model. */
                problem: string | null;
                /** @description Sentences that said more than their facts: the rules’ own stand instead. */
                replaced: number;
                /** @description Of these, those that were right at the second attempt. */
                rewritten: number;
                tokens: {
                    answer: number;
                    prompt: number;
                };
                /** @description Sentences of a model that the facts support. */
                verified: number;
            } | null;
        };
        Backfill: {
            /** @description Gone through so far. */
            done: number;
            /** @description How many there are; those that came since follow the new rules already. */
            of: number;
            /**
             * @description `profiles`: insights, segments, activations and reconciled values. `features`, then `links`: who is who.
             * @enum {string}
             */
            work: "profiles" | "features" | "links";
        };
        /** @description About `profile`, ready to read; null while nobody is chosen, and for a key without the scope `read`. */
        Brief: {
            /** @description The newest time that any row told of. */
            asOf: string | null;
            /** @description Those that the sentences cite. */
            facts: components["schemas"]["Fact"][];
            generatedAt: string;
            id: string;
            /** @enum {string} */
            language: "en" | "fr";
            left: {
                /** @description Sentences that did not fit, by kind. */
                counts: {
                    alert?: number;
                    ask?: number;
                    change?: number;
                    colleague?: number;
                    due?: number;
                    engagement?: number;
                    identity?: number;
                    journey?: number;
                    meet?: number;
                    offer?: number;
                    open?: number;
                    preference?: number;
                    promise?: number;
                    propose?: number;
                    range?: number;
                    reason?: number;
                    sales?: number;
                    stay?: number;
                    unknown?: number;
                    value?: number;
                };
                /** @description POST the same body there for everything. */
                more: string | null;
                /** @description Sensitive facts that are held back. */
                sensitive: number;
                sentences: number;
                text: string;
                /**
                 * @description What they wait for.
                 * @enum {string|null}
                 */
                until: "scope" | "verified" | null;
            };
            /** @enum {string} */
            occasion: "call" | "visit" | "stay";
            /** @example prf_0000000f3k */
            profile: string;
            /** @description At most 120 words for a call, 300 for a visit, 400 for a stay, the words of `left` included; alerts first. */
            sentences: {
                /** @description Ids of facts. */
                facts: string[];
                /** @enum {string} */
                kind: "alert" | "colleague" | "identity" | "meet" | "reason" | "stay" | "journey" | "sales" | "due" | "open" | "promise" | "engagement" | "range" | "change" | "value" | "preference" | "propose" | "offer" | "ask" | "unknown";
                text: string;
            }[];
            /** @description What the profile is called. */
            title: string;
            /** @description In which times are told. */
            zone: string;
        } | null;
        Call: {
            at: string;
            brief: components["schemas"]["Brief"];
            candidateCount: number;
            /** @description Likeliest first. */
            candidates: (components["schemas"]["Candidate"] & {
                /** @description The number was said to be theirs no longer, so it opens nothing by itself. */
                isFormer: boolean;
                lastActivity: {
                    at: string;
                    entity: string;
                } | null;
                score: number;
            })[];
            /** @description For POST /v1/identity/decisions, when the number lies on the wrong record. */
            decisions: {
                a: string;
                b: string;
                /** @enum {string} */
                verdict: "same" | "different";
                why: string;
            }[];
            from: string;
            id: string;
            interactionId: string | null;
            /** @description Until then the number is a claim, and nothing sensitive is shown. */
            isVerified: boolean;
            offers: ("pick" | "contact" | "verify")[];
            profile: components["schemas"]["Candidate"] & ({
                /** @description The number was said to be theirs no longer, so it opens nothing by itself. */
                isFormer: boolean;
                lastActivity: {
                    at: string;
                    entity: string;
                } | null;
                score: number;
            } | null);
            queue: string | null;
            /** @enum {string} */
            status: "matched" | "ambiguous" | "unknown";
            /** @description Who answers it. */
            taken: {
                at: string;
                author: string;
                /** @description The key's id. */
                by: string;
                /** @description Which of their screens, as it called itself. */
                desk: string | null;
            } | null;
            /** @description What differs between the candidates. */
            tellApart: string[];
            to: string | null;
        };
        Candidate: {
            entity: string;
            /** @example prf_0000000f3k */
            id: string;
            name: string;
            /** @description Why it matched. */
            reasons: string[];
            /** @description Attributes that tell the candidates apart; nothing sensitive. */
            summary: {
                [key: string]: unknown;
            };
        };
        Conflict: {
            attribute: string;
            values: (components["schemas"]["Provenance"] & {
                value?: unknown;
            })[];
        };
        Connection: {
            lastRun: components["schemas"]["SyncRun"];
            name: string;
            part: string;
            paused: boolean;
            schedule: string | null;
            title: string | null;
        };
        Correction: {
            /** @description The record that it is about, and goes with. */
            about: {
                key: string;
                stream: string;
            };
            at: string;
            /** @description The key's id. */
            by: string;
            call: string | null;
            /** @example cor_8f14e45fceea167a5a36dedd */
            id: string;
            outcome: {
                attribute: string;
                from: components["schemas"]["Provenance"] | null;
                /** @description Whether that is what was asked for. */
                holds: boolean;
                isHidden: boolean;
                /** @description When it does not hold: the reconciliation rule that lets another record win; `best-point` of contacts'. */
                rule: {
                    [key: string]: unknown;
                } | null;
                /** @description What the profile shows now; null where it shows nothing, or the key may not see it. */
                shows?: unknown;
            }[];
            /** @example prf_0000000f3k */
            profile: string;
            /** @description As it was asked for; null what the key may not see. */
            set: {
                [key: string]: unknown;
            };
            undone: {
                at: string;
                by: string;
            } | null;
        };
        Decision: {
            at: string;
            by: string;
            id: string;
            /** @description The two; null for one that lies in another profile. */
            rows: {
                a: components["schemas"]["Provenance"] | null;
                b: components["schemas"]["Provenance"] | null;
            };
            /** @enum {string} */
            verdict: "same" | "different";
            withdrawnAt: string | null;
        } & {
            [key: string]: unknown;
        };
        DecisionOutcome: {
            id: string;
            /** @description Where the two are now. */
            profiles: string[];
        };
        Delivery: {
            /** @description How often it was tried and put back. */
            attempt: number;
            dueAt: string;
            id: number;
            /** @description The idempotency key that the receiving system is given. */
            item: string;
            /** @enum {string} */
            operation: "upsert" | "remove";
            reason: string | null;
            /** @enum {string} */
            state: "waiting" | "dead";
        };
        DoctorCheck: {
            finding: string;
            name: string;
            solve: string | null;
            /** @enum {string} */
            state: "ok" | "warning" | "failed";
        };
        Document: {
            at: string;
            /** @description Null: removed in this version. */
            body: {
                [key: string]: unknown;
            } | null;
            by: string;
            name: string;
            type: string;
            version: number;
        };
        Due: {
            /** @description The instant; null for a stay. */
            at: string | null;
            /** @description Who visits, or does it. */
            author: string | null;
            entity: string;
            /** @description The key of the group that it is in: see `/v1/agenda/day`. */
            group: string;
            /** @description As the timeline names the row. */
            id: string;
            key: string;
            /** @enum {string} */
            kind: "visit" | "stay" | "task";
            location: {
                key: string;
                name: string | null;
                stream: string;
                zone: string | null;
            } | null;
            number: string | null;
            /** @description The local day. */
            on: string;
            profile: {
                /** @description For keys that may read sensitive fields. */
                city: string | null;
                entity: string;
                /** @example prf_0000000f3k */
                id: string;
                name: string;
                /** @description Attributes that tell the candidates apart; nothing sensitive. */
                summary: {
                    [key: string]: unknown;
                };
            };
            status: string | null;
            stream: string;
            subject: string | null;
            /** @description On the clocks where it is, `14:30`; null: at no time of the day. */
            time: string | null;
            /** @description The day of departure. */
            until: string | null;
            /** @description Of the place, where known. */
            zone: string | null;
        };
        EffectiveConsent: {
            channel: string | null;
            contactPoint: string | null;
            from: components["schemas"]["Provenance"];
            purpose: string;
            since: string;
            /** @enum {string} */
            state: "granted" | "denied" | "withdrawn" | "objected";
        };
        ErasureProof: {
            at: string;
            by: string;
            id: string;
            profile: string;
            /** @description Rows removed, by table. */
            rows: {
                [key: string]: number;
            };
            /** @description Hashes kept, so that no sync, replay or restore brings the person back. */
            suppressed: number;
            /** @description Connected systems that were told to forget too. */
            systems: {
                connection: string;
                /** @enum {string} */
                state: "queued" | "done" | "failed";
            }[];
        };
        Fact: {
            /** @enum {string} */
            certainty: "stated" | "agreed" | "disputed" | "calculated";
            /** @example task:crm/tasks/00T1 */
            id: string;
            /** @example task */
            kind: string;
            /** @description What a sentence may say of it, typed. */
            parts: {
                [key: string]: {
                    /** @description Of an instant that its source wrote as a day, without a time. */
                    day?: string;
                    /** @enum {string} */
                    type: "text" | "number" | "money" | "instant" | "date";
                    value: string | number | {
                        [key: string]: unknown;
                    };
                } | {
                    /** @description Of an instant that its source wrote as a day, without a time. */
                    day?: string;
                    /** @enum {string} */
                    type: "text" | "number" | "money" | "instant" | "date";
                    value: string | number | {
                        [key: string]: unknown;
                    };
                }[];
            };
            /** @description What it stands on. Of a row that is no record, `observedAt` is when it happened. */
            rows: {
                key: string;
                observedAt: string;
                stream: string;
            }[];
            /** @enum {string} */
            sensitivity: "open" | "sensitive";
            /** @description For programs. */
            value: {
                [key: string]: unknown;
            };
        };
        Key: {
            connection?: string;
            createdAt: string;
            createdBy: string;
            /** @example key_3f1c9a2b7d604e55 */
            id: string;
            scopes: ("read" | "sensitive" | "write" | "track" | "steward" | "configure" | "operate" | "erase" | "audit" | "admin")[];
            spaces?: string[];
            territories?: string[];
            title: string;
        };
        Links: {
            decisions: components["schemas"]["Decision"][];
            links: {
                a: components["schemas"]["Provenance"];
                b: components["schemas"]["Provenance"];
                certainty: string;
                /** @description Why, comparison by comparison. */
                evidence: {
                    [key: string]: unknown;
                }[];
                isActive: boolean;
                resolver: string;
                weightBits: number;
            }[];
        };
        Note: {
            /** @description The record that it hangs on, and goes with. */
            about: {
                key: string;
                stream: string;
            };
            at: string;
            id: string;
            note: {
                [key: string]: unknown;
            };
            /** @example prf_0000000f3k */
            profile: string;
            /** @description What follows from it. */
            task: {
                [key: string]: unknown;
            } | null;
        };
        Offers: {
            /** @description With `all=true`: what may not be proposed, and why not. */
            excluded: {
                because: {
                    /** @description Whether the question was answered with yes; an action may be for who has not. */
                    holds: boolean;
                    /** @enum {string} */
                    kind: "attribute" | "insight" | "identifier" | "segment" | "consent" | "related";
                    name: string;
                    /** @description Whom it is about, when that is not the profile itself: who pays for it. */
                    of?: {
                        /** @example prf_0000000f3k */
                        profile: string;
                        role: string;
                        title: string | null;
                    };
                    /** @description What it stands on: of an insight, the newest rows that it counts. */
                    rows: components["schemas"]["Provenance"][];
                    /** @description The value in words. */
                    said: string | null;
                    title: string;
                    value?: unknown;
                }[];
                name: string;
                text: string | null;
                title: string;
                /** @description The exclusion's name. */
                unless: string | null;
                /** @description When it may come back; null: not by time. */
                until: string | null;
                /**
                 * @description `incomplete`: no text whose values are all known. `sensitive`: its reasons wait for `heldBack.until`.
                 * @enum {string}
                 */
                why: "where" | "unless" | "consent" | "declined" | "accepted" | "incomplete" | "sensitive";
            }[];
            heldBack: {
                count: number;
                /** @enum {string|null} */
                until: "scope" | "verified" | null;
            };
            /** @description The most valuable first. */
            items: {
                /** @description The conditions that hold, with their values. */
                because: {
                    /** @description Whether the question was answered with yes; an action may be for who has not. */
                    holds: boolean;
                    /** @enum {string} */
                    kind: "attribute" | "insight" | "identifier" | "segment" | "consent" | "related";
                    name: string;
                    /** @description Whom it is about, when that is not the profile itself: who pays for it. */
                    of?: {
                        /** @example prf_0000000f3k */
                        profile: string;
                        role: string;
                        title: string | null;
                    };
                    /** @description What it stands on: of an insight, the newest rows that it counts. */
                    rows: components["schemas"]["Provenance"][];
                    /** @description The value in words. */
                    said: string | null;
                    title: string;
                    value?: unknown;
                }[];
                /** @description What follows when it is accepted. */
                leadsTo: {
                    task: {
                        [key: string]: unknown;
                    } | null;
                };
                name: string;
                /** @description Why, in a sentence. */
                reason: string;
                text: string;
                title: string;
                value: number;
            }[];
            language: string;
        };
        Preview: {
            /** @description How many profiles it would give something. */
            count: number;
            examples: {
                /** @example prf_0000000f3k */
                id: string;
                name: string;
                value?: unknown;
            }[];
            /** @description How many were looked at. */
            scanned: number;
        };
        /**
         * @example {
         *       "type": "/docs/errors#profile_not_found",
         *       "title": "No profile answers to this reference.",
         *       "status": 404,
         *       "code": "PROFILE_NOT_FOUND",
         *       "detail": "Search for the person; the identifier may be new.",
         *       "requestId": "req_m3k2x1_1f"
         *     }
         */
        Problem: {
            /** @description Stable; docs/errors.md lists them. */
            code: string;
            /** @description What to do about it. */
            detail: string;
            /** @description Each problem of an invalid request. */
            errors?: {
                path: string;
                problem: string;
            }[];
            /** @description Names this request in the log. */
            requestId: string;
            status: number;
            /** @description What is wrong, in a sentence. */
            title: string;
            /** @description Where the code is explained. */
            type: string;
        } & {
            [key: string]: unknown;
        };
        Profile: {
            /** @description Reconciled; `provenance` says where each value comes from. */
            attributes: {
                [key: string]: unknown;
            };
            /** @description Values that disagree, kept and shown. */
            conflicts: components["schemas"]["Conflict"][];
            consents: components["schemas"]["EffectiveConsent"][];
            contactPoints: {
                [key: string]: unknown;
            }[];
            /** @example person */
            entity: string;
            /** @example prf_0000000f3k */
            id: string;
            identifiers: {
                namespace: string;
                value: string;
            }[];
            /** @description Calculated values, as of now. */
            insights: {
                [key: string]: unknown;
            };
            /** @description The id that was asked for, when it was absorbed by this one. */
            movedFrom?: string;
            provenance: {
                [key: string]: components["schemas"]["Provenance"];
            };
            /** @description How many records it stands on. */
            records: number;
            segments: string[];
            sources: string[];
            space: string | null;
            territory: string | null;
            version: number;
        };
        ProfileHead: {
            /** @description Reconciled; `provenance` says where each value comes from. */
            attributes: {
                [key: string]: unknown;
            };
            /** @description Values that disagree, kept and shown. */
            conflicts: components["schemas"]["Conflict"][];
            consents: components["schemas"]["EffectiveConsent"][];
            contactPoints: {
                [key: string]: unknown;
            }[];
            identifiers: {
                namespace: string;
                value: string;
            }[];
            provenance: {
                [key: string]: components["schemas"]["Provenance"];
            };
            /** @description How many records it stands on. */
            records: number;
            sources: string[];
        };
        Proposal: {
            about: {
                key: string;
                stream: string;
            };
            action: string;
            at: string;
            id: string;
            /** @example prf_0000000f3k */
            profile: string;
            /** @enum {string} */
            status: "accepted" | "declined";
            /** @description What followed: a row of `desk/tasks`. */
            task: {
                [key: string]: unknown;
            } | null;
            why: string | null;
        };
        Provenance: {
            /** @example 0031 */
            key: string;
            /** @example 2026-11-20T08:15:00.000Z */
            observedAt: string;
            /** @example crm/contacts */
            stream: string;
        };
        Record: {
            anchor: string;
            attributes: {
                [key: string]: unknown;
            };
            /** @description What cleaning found: impossible, placeholder or unreadable fields are kept and never used; doubtful ones are used. */
            flags: {
                [key: string]: unknown;
            }[];
            isDeleted: boolean;
            key: string;
            observedAt: string;
            /** @description What was received where cleaning changed it. */
            received: {
                [key: string]: unknown;
            };
            stream: string;
            version: string;
        };
        RejectedRow: {
            at: string;
            code: string;
            field: string;
            id: number;
            key: string;
            /** @description The row as it was received; only with the scope `sensitive`. */
            raw?: string;
            reason: string;
            stream: string;
        };
        Report: {
            /** @description The record that it hangs on, and goes with. */
            about: {
                key: string;
                stream: string;
            };
            at: string;
            id: string;
            /** @description The visit that it plans. */
            next: {
                [key: string]: unknown;
            } | null;
            plannedFor: string | null;
            /** @example prf_0000000f3k */
            profile: string;
            report: {
                [key: string]: unknown;
            };
            /** @description What follows from it, in the order of the request. */
            tasks: {
                [key: string]: unknown;
            }[];
            /** @description The planned row that it tells the end of. */
            visit: {
                key: string;
                stream: string;
            } | null;
        };
        Ring: {
            at: string;
            /** @description Names of whom it may be. */
            candidates: string[];
            from: string;
            id: string;
            isVerified: boolean;
            profile: {
                id: string;
                name: string;
            } | null;
            queue: string | null;
            /** @enum {string} */
            status: "matched" | "ambiguous" | "unknown";
            /** @description Who answers it. */
            taken: {
                at: string;
                author: string;
                /** @description The key's id. */
                by: string;
                /** @description Which of their screens, as it called itself. */
                desk: string | null;
            } | null;
        };
        SaidConsent: {
            /** @description The record that it hangs on, and goes with. */
            about: {
                key: string;
                stream: string;
            };
            at: string;
            channel: string | null;
            /** @description What counts for the purpose now, whoever said it. */
            consents: components["schemas"]["EffectiveConsent"][];
            /** @description Whether what was said is what counts for its channel. */
            holds: boolean;
            /** @example consent_8f14e45fceea167a5a36dedd */
            id: string;
            /** @example prf_0000000f3k */
            profile: string;
            purpose: string;
            /** @enum {string} */
            state: "granted" | "denied" | "withdrawn" | "objected";
        };
        SearchHit: {
            attributes: {
                [key: string]: unknown;
            };
            /** @example prf_0000000f3k */
            id: string;
            /** @description What of it matched. */
            matched: string;
            name: string;
            score: number;
        };
        Session: {
            scopes: ("read" | "sensitive" | "write" | "track" | "steward" | "configure" | "operate" | "erase" | "audit" | "admin")[];
            /** @description The key's: who or what it was made for. */
            title: string;
            workspace: string;
        };
        SyncRun: {
            connection: string;
            endedAt: string | null;
            error: {
                code: string;
                message: string;
                solve: string;
            } | null;
            id: string;
            startedAt: string;
            /** @enum {string} */
            state: "running" | "done" | "failed" | "stopped" | "interrupted";
            streams: {
                attempts: number;
                deletes: number;
                error: {
                    code: string;
                    message: string;
                    solve: string;
                } | null;
                merges: number;
                rejected: number;
                rows: number;
                state: string;
                stream: string;
            }[];
            /** @enum {string} */
            trigger: "request" | "schedule" | "resume";
        } | null;
        TimelineItem: {
            attributes: {
                [key: string]: unknown;
            };
            entity: string;
            id: string;
            key: string;
            occurredAt: string;
            stream: string;
        };
        WrittenBrief: components["schemas"]["Brief"] & {
            writer: {
                /**
                 * @description `model`: sentences of a model are in it, each held to its facts.
                 * @enum {string}
                 */
                by: "rules" | "model";
                model: string | null;
                /**
                 * @description Why there is nothing, or not all, of a model.
                 * @enum {string|null}
                 */
                problem: "timeout" | "unreachable" | "limited" | "refused" | "cut" | "unreadable" | "endless" | "key" | "busy" | "budget" | null;
                /** @description Sentences that said more than their facts: the rules’ own stand instead. */
                replaced: number;
                /** @description Of these, those that were right at the second attempt. */
                rewritten: number;
                /** @description Sentences of the model that its facts support. */
                verified: number;
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Text exposition format. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getActivations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All activations. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: ({
                            channel: string;
                            connection: string;
                            /** @description Whether something could not be sent. */
                            hasDead: boolean;
                            name: string;
                            paused: boolean;
                            purpose: string;
                            /** @description How many were sent, and not removed since. */
                            recipients: number;
                            /** @description Why it stands still until somebody corrects its connection. */
                            stopped: string | null;
                        } & {
                            [key: string]: unknown;
                        })[];
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getActivationsNameDeliveries: {
        parameters: {
            query?: {
                /** @description `next` of the previous page, unchanged. */
                after?: string;
                limit?: number;
                state?: "waiting" | "dead";
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Delivery"][];
                        /** @description Pass as `after` for the next page; null on the last. */
                        next: string | null;
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getActivationsNameRecipients: {
        parameters: {
            query?: {
                /** @description `next` of the previous page, unchanged. */
                after?: string;
                limit?: number;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @example prf_0000000f3k */
                            id: string;
                            name: string;
                            since: string;
                        }[];
                        /** @description Pass as `after` for the next page; null on the last. */
                        next: string | null;
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postActivationsNameReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "ids": [
                 *         118
                 *       ]
                 *     }
                 */
                "application/json": {
                    ids?: number[];
                };
            };
        };
        responses: {
            /** @description How many were put back. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        replayed: number;
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAgenda: {
        parameters: {
            query: {
                /** @description `next` of the previous page, unchanged. */
                after?: string;
                /** @description Of visits and tasks: whose, in any case and accents; empty: nobody’s. A group’s `key` will do. */
                author?: string;
                /** @description The local day; default: today in `zone`. */
                date?: string;
                kind: "visit" | "stay" | "task";
                limit?: number;
                /** @description Of stays: where, as `stream/key`; empty: nowhere known. */
                location?: string;
                /** @description In which it is today, where no day is said; default UTC. */
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the day. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "visit",
                     *       "date": "2026-11-24",
                     *       "items": [
                     *         {
                     *           "id": "1k3f0c9q7z",
                     *           "kind": "visit",
                     *           "entity": "interaction",
                     *           "stream": "crm/visits",
                     *           "key": "a0V0000012",
                     *           "on": "2026-11-24",
                     *           "time": "14:30",
                     *           "at": "2026-11-24T13:30:00.000Z",
                     *           "zone": null,
                     *           "until": null,
                     *           "status": "planned",
                     *           "subject": "Présenter la gamme solaire",
                     *           "number": null,
                     *           "group": "camille roux",
                     *           "author": "Camille Roux",
                     *           "location": null,
                     *           "profile": {
                     *             "id": "prf_0000000f3k",
                     *             "name": "Pharmacie du Marché",
                     *             "entity": "organization",
                     *             "summary": {
                     *               "kind": "site",
                     *               "territory": "FR-69",
                     *               "sources": [
                     *                 "crm/accounts"
                     *               ]
                     *             },
                     *             "city": "Lyon"
                     *           }
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        date: string;
                        items: components["schemas"]["Due"][];
                        /** @enum {string} */
                        kind: "visit" | "stay" | "task";
                        /** @description Pass as `after` for the next page; null on the last. */
                        next: string | null;
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAgendaDay: {
        parameters: {
            query: {
                /** @description Of visits and tasks: whose, in any case and accents; empty: nobody’s. A group’s `key` will do. */
                author?: string;
                /** @description The local day; default: today in `zone`. */
                date?: string;
                kind: "visit" | "stay" | "task";
                /** @description Of stays: where, as `stream/key`; empty: nowhere known. */
                location?: string;
                /** @description In which it is today, where no day is said; default UTC. */
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The day. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgendaDay"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAnswers: {
        parameters: {
            query?: never;
            header?: {
                /** @description `application/json` or `text/event-stream`. */
                accept?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "profile": "prf_0000000f3k",
                 *       "question": "Has she complained about a delivery?"
                 *     }
                 */
                "application/json": {
                    /** @description The call in which it is asked. */
                    call?: string;
                    /**
                     * @description Default: the question's.
                     * @enum {string}
                     */
                    language?: "en" | "fr";
                    /**
                     * @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace.
                     * @example email:claire.fontaine@example.com
                     */
                    profile: string;
                    question: string;
                    /** @example Europe/Paris */
                    zone?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                    "text/event-stream": string;
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuditBriefs: {
        parameters: {
            query?: {
                /** @description `next` of the previous page, unchanged. */
                after?: string;
                kind?: "brief" | "answer";
                limit?: number;
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                profile?: string;
                /** @description A key’s id. */
                reader?: string;
                /** @description From then on. */
                since?: string;
                /** @description Before then. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditSummary"][];
                        /** @description Pass as `after` for the next page; null on the last. */
                        next: string | null;
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuditBriefsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditRecord"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBackfills: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is still worked on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "work": "profiles",
                     *           "done": 1200,
                     *           "of": 48000
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Backfill"][];
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBackups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "directory": "/var/backups/rapport/2026-11-24"
                 *     }
                 */
                "application/json": {
                    directory: string;
                };
            };
        };
        responses: {
            /** @description The copy is complete. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        at: string;
                        format: number;
                        rapport: string;
                        workspaces: {
                            bytes: number;
                            name: string;
                            suppressions: number;
                        }[];
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBriefs: {
        parameters: {
            query?: {
                /** @description Every sentence, however many. */
                all?: "true" | "false";
            };
            header?: {
                /** @description `application/json`, `text/markdown`, `text/html`, `application/pdf` or `text/event-stream`. */
                accept?: string;
                /** @description The reader’s languages, for a brief whose `language` is not said. */
                "accept-language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "profile": "prf_0000000f3k",
                 *       "occasion": "call",
                 *       "call": "call_8f14e45fceea167a5a36dedd"
                 *     }
                 */
                "application/json": {
                    /** @description The call that it is for. */
                    call?: string;
                    /**
                     * @description Default: by Accept-Language, else the workspace’s.
                     * @enum {string}
                     */
                    language?: "en" | "fr";
                    /** @enum {string} */
                    occasion: "call" | "visit" | "stay";
                    /**
                     * @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace.
                     * @example email:claire.fontaine@example.com
                     */
                    profile: string;
                    /**
                     * @description In which times are told; default: that of the newest shop, hotel or site of the profile, else UTC.
                     * @example Europe/Paris
                     */
                    zone?: string;
                };
            };
        };
        responses: {
            /** @description The brief. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "brf_5f0e6a2c7c1d4b7ea0c43d1f",
                     *       "occasion": "call",
                     *       "language": "en",
                     *       "profile": "prf_0000000f3k",
                     *       "title": "Claire Fontaine",
                     *       "sentences": [
                     *         {
                     *           "text": "Hugo Meunier promised “Replacement of the bag” by 23 November at 18:00; overdue.",
                     *           "kind": "promise",
                     *           "facts": [
                     *             "task:crm/tasks/00T1"
                     *           ]
                     *         }
                     *       ],
                     *       "facts": [
                     *         {
                     *           "id": "task:crm/tasks/00T1",
                     *           "kind": "task",
                     *           "value": {
                     *             "at": "2026-11-21T09:25:00.000Z",
                     *             "about": [
                     *               "crm/tasks/00T1"
                     *             ],
                     *             "isPromise": true,
                     *             "isOverdue": true
                     *           },
                     *           "parts": {
                     *             "who": {
                     *               "type": "text",
                     *               "value": "Hugo Meunier"
                     *             },
                     *             "what": {
                     *               "type": "text",
                     *               "value": "Replacement of the bag"
                     *             },
                     *             "madeAt": {
                     *               "type": "instant",
                     *               "value": "2026-11-21T09:25:00.000Z"
                     *             },
                     *             "dueAt": {
                     *               "type": "instant",
                     *               "value": "2026-11-23T17:00:00.000Z"
                     *             }
                     *           },
                     *           "rows": [
                     *             {
                     *               "stream": "crm/tasks",
                     *               "key": "00T1",
                     *               "observedAt": "2026-11-21T09:25:00.000Z"
                     *             }
                     *           ],
                     *           "certainty": "stated",
                     *           "sensitivity": "open"
                     *         }
                     *       ],
                     *       "left": {
                     *         "counts": {
                     *           "alert": 3
                     *         },
                     *         "sentences": 3,
                     *         "sensitive": 2,
                     *         "until": "verified",
                     *         "text": "3 more alerts; 2 sensitive facts held until verification.",
                     *         "more": "/v1/briefs?all=true"
                     *       },
                     *       "generatedAt": "2026-11-24T09:30:00.000Z",
                     *       "asOf": "2026-11-23T19:56:00.000Z",
                     *       "zone": "Europe/Paris",
                     *       "writer": {
                     *         "by": "rules",
                     *         "model": null,
                     *         "verified": 0,
                     *         "rewritten": 0,
                     *         "replaced": 0,
                     *         "problem": null
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["WrittenBrief"];
                    "application/pdf": string;
                    "text/event-stream": string;
                    "text/html": string;
                    "text/markdown": string;
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBriefsDay: {
        parameters: {
            query?: {
                /** @description `next` of the previous page, unchanged. */
                after?: string;
                limit?: number;
            };
            header?: {
                /** @description `application/json`, `text/markdown`, `text/html` or `application/pdf`. */
                accept?: string;
                /** @description The reader’s languages, where `language` is not said. */
                "accept-language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "visit",
                 *       "date": "2026-11-24",
                 *       "author": "Camille Roux",
                 *       "zone": "Europe/Paris"
                 *     }
                 */
                "application/json": {
                    /** @description `next` of the previous page, unchanged. */
                    after?: string;
                    /**
                     * @description Of visits and tasks: whose, in any case and accents; empty: nobody’s. A group’s `key` will do.
                     * @example Camille Roux
                     */
                    author?: string;
                    /**
                     * Format: date
                     * @description The local day; default: today in `zone`.
                     * @example 2026-11-24
                     */
                    date?: string;
                    /**
                     * @default visit
                     * @enum {string}
                     */
                    kind?: "visit" | "stay";
                    /**
                     * @description Default: by Accept-Language, else the workspace’s.
                     * @enum {string}
                     */
                    language?: "en" | "fr";
                    /** @description Here or in the query. */
                    limit?: number;
                    /**
                     * @description Of stays: where, as `stream/key`; empty: nowhere known.
                     * @example pms/hotels/ROM
                     */
                    location?: string;
                    /**
                     * @description In which it is today, where no day is said, and in which times are told; default: as of each brief, and UTC.
                     * @example Europe/Paris
                     */
                    zone?: string;
                };
            };
        };
        responses: {
            /** @description The briefs of a page of the day. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "visit",
                     *       "date": "2026-11-24",
                     *       "items": [
                     *         {
                     *           "item": {
                     *             "id": "1k3f0c9q7z",
                     *             "kind": "visit",
                     *             "entity": "interaction",
                     *             "stream": "crm/visits",
                     *             "key": "a0V0000012",
                     *             "on": "2026-11-24",
                     *             "time": "14:30",
                     *             "at": "2026-11-24T13:30:00.000Z",
                     *             "zone": null,
                     *             "until": null,
                     *             "status": "planned",
                     *             "subject": "Présenter la gamme solaire",
                     *             "number": null,
                     *             "group": "camille roux",
                     *             "author": "Camille Roux",
                     *             "location": null,
                     *             "profile": {
                     *               "id": "prf_0000000f3k",
                     *               "name": "Pharmacie du Marché",
                     *               "entity": "organization",
                     *               "summary": {
                     *                 "kind": "site",
                     *                 "territory": "FR-69",
                     *                 "sources": [
                     *                   "crm/accounts"
                     *                 ]
                     *               },
                     *               "city": "Lyon"
                     *             }
                     *           },
                     *           "brief": {
                     *             "id": "brf_5f0e6a2c7c1d4b7ea0c43d1f",
                     *             "occasion": "visit",
                     *             "language": "en",
                     *             "profile": "prf_0000000f3k",
                     *             "title": "Claire Fontaine",
                     *             "sentences": [
                     *               {
                     *                 "text": "Hugo Meunier promised “Replacement of the bag” by 23 November at 18:00; overdue.",
                     *                 "kind": "promise",
                     *                 "facts": [
                     *                   "task:crm/tasks/00T1"
                     *                 ]
                     *               }
                     *             ],
                     *             "facts": [
                     *               {
                     *                 "id": "task:crm/tasks/00T1",
                     *                 "kind": "task",
                     *                 "value": {
                     *                   "at": "2026-11-21T09:25:00.000Z",
                     *                   "about": [
                     *                     "crm/tasks/00T1"
                     *                   ],
                     *                   "isPromise": true,
                     *                   "isOverdue": true
                     *                 },
                     *                 "parts": {
                     *                   "who": {
                     *                     "type": "text",
                     *                     "value": "Hugo Meunier"
                     *                   },
                     *                   "what": {
                     *                     "type": "text",
                     *                     "value": "Replacement of the bag"
                     *                   },
                     *                   "madeAt": {
                     *                     "type": "instant",
                     *                     "value": "2026-11-21T09:25:00.000Z"
                     *                   },
                     *                   "dueAt": {
                     *                     "type": "instant",
                     *                     "value": "2026-11-23T17:00:00.000Z"
                     *                   }
                     *                 },
                     *                 "rows": [
                     *                   {
                     *                     "stream": "crm/tasks",
                     *                     "key": "00T1",
                     *                     "observedAt": "2026-11-21T09:25:00.000Z"
                     *                   }
                     *                 ],
                     *                 "certainty": "stated",
                     *                 "sensitivity": "open"
                     *               }
                     *             ],
                     *             "left": {
                     *               "counts": {
                     *                 "alert": 3
                     *               },
                     *               "sentences": 3,
                     *               "sensitive": 2,
                     *               "until": "verified",
                     *               "text": "3 more alerts; 2 sensitive facts held until verification.",
                     *               "more": "/v1/briefs?all=true"
                     *             },
                     *             "generatedAt": "2026-11-24T09:30:00.000Z",
                     *             "asOf": "2026-11-23T19:56:00.000Z",
                     *             "zone": "Europe/Paris",
                     *             "writer": {
                     *               "by": "rules",
                     *               "model": null,
                     *               "verified": 0,
                     *               "rewritten": 0,
                     *               "replaced": 0,
                     *               "problem": null
                     *             }
                     *           }
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        date: string;
                        items: {
                            brief: components["schemas"]["WrittenBrief"];
                            item: components["schemas"]["Due"];
                        }[];
                        /** @enum {string} */
                        kind: "visit" | "stay";
                        /** @description Pass as `after` for the next page; null on the last. */
                        next: string | null;
                    };
                    "application/pdf": string;
                    "text/html": string;
                    "text/markdown": string;
                };
            };
            /** @description Nobody is due, and it was not asked for as JSON. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCalls: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "from": "+33612345678",
                 *       "to": "+33142000000",
                 *       "queue": "clienteling",
                 *       "interactionId": "ivr-20261124-118"
                 *     }
                 */
                "application/json": {
                    /** @description The caller's number as it came; empty when it is withheld. */
                    from: string;
                    /** @description The telephony system's own name for the call. */
                    interactionId?: string;
                    queue?: string;
                    /** @description The number that was called. */
                    to?: string;
                };
            };
        };
        responses: {
            /** @description It was open already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Opened. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCallsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCallsIdContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "givenName": "Claire",
                 *       "familyName": "Fontaine",
                 *       "language": "fr"
                 *     }
                 */
                "application/json": {
                    /** Format: email */
                    email?: string;
                    familyName?: string;
                    givenName?: string;
                    honorific?: string;
                    language?: string;
                };
            };
        };
        responses: {
            /** @description The call as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCallsIdPick: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "profile": "prf_0000000f3k"
                 *     }
                 */
                "application/json": {
                    /** @example prf_0000000f3k */
                    profile: string;
                } | {
                    /** @example prf_0000000f3k */
                    not: string;
                };
            };
        };
        responses: {
            /** @description The call as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCallsIdTake: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "author": "Camille Aubert"
                 *     }
                 */
                "application/json": {
                    /** @description Who takes it; default: the key's title. */
                    author?: string;
                    /** @description A name of the screen that takes it, so that it knows its own again. */
                    desk?: string;
                };
            };
        };
        responses: {
            /** @description The call as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCallsIdVerify: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "method": "lastOrder"
                 *     }
                 */
                "application/json": {
                    /** @description How: `birthDate`, `callBack`, `lastOrder`, … */
                    method: string;
                };
            };
        };
        responses: {
            /** @description The call as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCallsStream: {
        parameters: {
            query?: {
                /** @description Begin behind this event; for who cannot send the header. */
                after?: string;
            };
            header?: {
                /** @description The last event that was seen; wins over `after`. */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getChanges: {
        parameters: {
            query?: {
                /** @description Begin behind this position. */
                after?: string;
            };
            header?: {
                /** @description The last event that was seen; wins over `after`. */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDoctor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DoctorCheck"][];
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDocuments: {
        parameters: {
            query?: {
                /** @description `next` of the previous page, unchanged. */
                after?: string;
                limit?: number;
                type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Document"][];
                        /** @description Pass as `after` for the next page; null on the last. */
                        next: string | null;
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDocumentsTypeName: {
        parameters: {
            query?: {
                version?: number;
            };
            header?: never;
            path: {
                name: string;
                type: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With its version as ETag. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putDocumentsTypeName: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refused with 412 when the document has moved on since. */
                "if-match"?: string;
                /** @description `*`: only when there is no such document yet. */
                "if-none-match"?: string;
            };
            path: {
                name: string;
                type: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Gold clients",
                 *       "where": {
                 *         "attribute": "tier",
                 *         "is": "gold"
                 *       }
                 *     }
                 */
                "application/json": {
                    name?: string;
                    type?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Saved. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDocumentsTypeName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                type: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDocumentsTypeNameVersions: {
        parameters: {
            query?: {
                /** @description `next` of the previous page, unchanged. */
                after?: string;
                limit?: number;
            };
            header?: never;
            path: {
                name: string;
                type: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Document"][];
                        /** @description Pass as `after` for the next page; null on the last. */
                        next: string | null;
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDocumentsExport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Documents, with `---` between them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postDocumentsImport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One document, or several. */
        requestBody: {
            content: {
                "application/json": string;
                "application/yaml": string;
            };
        };
        responses: {
            /** @description What was saved. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        saved: {
                            name: string;
                            type: string;
                            version: number;
                        }[];
                        unchanged: number;
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getErasures: {
        parameters: {
            query?: {
                /** @description `next` of the previous page, unchanged. */
                after?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ErasureProof"][];
                        /** @description Pass as `after` for the next page; null on the last. */
                        next: string | null;
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postErasures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "profile": "email:claire.fontaine@example.com"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace.
                     * @example email:claire.fontaine@example.com
                     */
                    profile: string;
                };
            };
        };
        responses: {
            /** @description Erased. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureProof"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getErasuresId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The proof. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureProof"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getIdentityDecisions: {
        parameters: {
            query: {
                profile: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its decisions, withdrawn ones too. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Decision"][];
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postIdentityDecisions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "a": "crm/contacts:0031",
                 *       "b": "shop/customers:877",
                 *       "verdict": "different"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description `connection/stream:key`, as `…/records` shows it, or a profile.
                     * @example crm/contacts:0031
                     */
                    a: string;
                    /**
                     * @description `connection/stream:key`, as `…/records` shows it, or a profile.
                     * @example crm/contacts:0031
                     */
                    b: string;
                    /** @enum {string} */
                    verdict: "same" | "different";
                };
            };
        };
        responses: {
            /** @description Decided; profiles are as they are now. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionOutcome"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteIdentityDecisionsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Withdrawn; profiles are as they are now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionOutcome"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInsights: {
        parameters: {
            query?: never;
            header?: {
                /** @description The reader’s languages, for titles that are in several. */
                "accept-language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All insights. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: ({
                            calculate: string;
                            /** @description In whose minor units the values of an insight in money are. */
                            currency: string | null;
                            name: string;
                            on: string;
                            title: string | null;
                        } & {
                            [key: string]: unknown;
                        })[];
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postInsightsPreview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "on": "order",
                 *       "calculate": "count",
                 *       "window": {
                 *         "days": 365
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description As in a document; only `type` is not needed. */
                    name?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description How many have a value, and twenty of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All keys. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Key"][];
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Call centre desk",
                 *       "scopes": [
                 *         "read",
                 *         "sensitive",
                 *         "write"
                 *       ],
                 *       "spaces": [
                 *         "FR"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description For write keys: the tracking connection it feeds. */
                    connection?: string;
                    /** @description What the key may do. */
                    scopes: ("read" | "sensitive" | "write" | "track" | "steward" | "configure" | "operate" | "erase" | "audit" | "admin")[];
                    /** @description Only rows of these spaces. */
                    spaces?: string[];
                    /** @description Only rows of these territories. */
                    territories?: string[];
                    /** @description Who or what uses the key. */
                    title: string;
                };
            };
        };
        responses: {
            /** @description The key. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"] & {
                        key: string;
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteKeysId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It opens nothing any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProfiles: {
        parameters: {
            query?: {
                /** @description `next` of the previous page, unchanged. */
                after?: string;
                entity?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "prf_0000000f3k",
                     *           "version": 12,
                     *           "entity": "person",
                     *           "attributes": {
                     *             "givenName": "Claire",
                     *             "familyName": "Fontaine",
                     *             "languages": [
                     *               "fr"
                     *             ],
                     *             "tier": "gold"
                     *           },
                     *           "identifiers": [
                     *             {
                     *               "namespace": "email",
                     *               "value": "claire.fontaine@example.com"
                     *             }
                     *           ],
                     *           "contactPoints": [
                     *             {
                     *               "kind": "email",
                     *               "raw": "Claire.Fontaine@example.com",
                     *               "normal": "claire.fontaine@example.com"
                     *             }
                     *           ],
                     *           "consents": [],
                     *           "provenance": {
                     *             "givenName": {
                     *               "stream": "crm/contacts",
                     *               "key": "0031",
                     *               "observedAt": "2026-11-20T08:15:00.000Z"
                     *             }
                     *           },
                     *           "conflicts": [],
                     *           "records": 3,
                     *           "sources": [
                     *             "crm/contacts",
                     *             "shop/customers"
                     *           ],
                     *           "insights": {
                     *             "orders12m": 4
                     *           },
                     *           "segments": [
                     *             "goldClients"
                     *           ],
                     *           "space": "FR",
                     *           "territory": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Profile"][];
                        /** @description Pass as `after` for the next page; null on the last. */
                        next: string | null;
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProfilesReference: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 when nothing has changed, windows included. */
                "if-none-match"?: string;
            };
            path: {
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The profile. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "prf_0000000f3k",
                     *       "version": 12,
                     *       "entity": "person",
                     *       "attributes": {
                     *         "givenName": "Claire",
                     *         "familyName": "Fontaine",
                     *         "languages": [
                     *           "fr"
                     *         ],
                     *         "tier": "gold"
                     *       },
                     *       "identifiers": [
                     *         {
                     *           "namespace": "email",
                     *           "value": "claire.fontaine@example.com"
                     *         }
                     *       ],
                     *       "contactPoints": [
                     *         {
                     *           "kind": "email",
                     *           "raw": "Claire.Fontaine@example.com",
                     *           "normal": "claire.fontaine@example.com"
                     *         }
                     *       ],
                     *       "consents": [],
                     *       "provenance": {
                     *         "givenName": {
                     *           "stream": "crm/contacts",
                     *           "key": "0031",
                     *           "observedAt": "2026-11-20T08:15:00.000Z"
                     *         }
                     *       },
                     *       "conflicts": [],
                     *       "records": 3,
                     *       "sources": [
                     *         "crm/contacts",
                     *         "shop/customers"
                     *       ],
                     *       "insights": {
                     *         "orders12m": 4
                     *       },
                     *       "segments": [
                     *         "goldClients"
                     *       ],
                     *       "space": "FR",
                     *       "territory": null
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description Several profiles share the identifier. */
            300: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        candidates: {
                            entity: string;
                            /** @example prf_0000000f3k */
                            id: string;
                            name: string;
                            /** @description Attributes that tell the candidates apart; nothing sensitive. */
                            summary: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Nothing has changed. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was erased. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProfilesReferenceActions: {
        parameters: {
            query?: {
                /** @description Also what may not be proposed, and why. */
                all?: "true" | "false";
                call?: string;
                language?: "en" | "fr";
                occasion?: "call" | "visit" | "stay";
                /** @description In which dates are told; default UTC. */
                zone?: string;
            };
            header?: never;
            path: {
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The offers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offers"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postProfilesReferenceActionsNameAccept: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "why": "Bought one elsewhere last week.",
                 *       "occasion": "call"
                 *     }
                 */
                "application/json": {
                    /** @description The record that it is about, `connection/stream/key`; default: the one that is most likely meant. */
                    about?: string;
                    /** @description Who proposed it; default: the key's title. */
                    author?: string;
                    call?: string;
                    /** @description Your own key for this request: sent again with it, the same is answered and nothing is made twice. */
                    key?: string;
                    /** @enum {string} */
                    language?: "en" | "fr";
                    /** @enum {string} */
                    occasion?: "call" | "visit" | "stay";
                    /** @description In their words. */
                    why?: string;
                };
            };
        };
        responses: {
            /** @description It was kept under this key before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            /** @description Kept. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postProfilesReferenceActionsNameDecline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "why": "Bought one elsewhere last week.",
                 *       "occasion": "call"
                 *     }
                 */
                "application/json": {
                    /** @description The record that it is about, `connection/stream/key`; default: the one that is most likely meant. */
                    about?: string;
                    /** @description Who proposed it; default: the key's title. */
                    author?: string;
                    call?: string;
                    /** @description Your own key for this request: sent again with it, the same is answered and nothing is made twice. */
                    key?: string;
                    /** @enum {string} */
                    language?: "en" | "fr";
                    /** @enum {string} */
                    occasion?: "call" | "visit" | "stay";
                    /** @description In their words. */
                    why?: string;
                };
            };
        };
        responses: {
            /** @description It was kept under this key before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            /** @description Kept. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProfilesReferenceActivations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Activations that hold it now; a removal takes it out. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            activation: string;
                            since: string;
                        }[];
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postProfilesReferenceConsents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "purpose": "marketing",
                 *       "channel": "email",
                 *       "state": "withdrawn"
                 *     }
                 */
                "application/json": {
                    /** @description The record that it is about, `connection/stream/key`; default: the one that is most likely meant. */
                    about?: string;
                    /** @description The call in which it was said. */
                    call?: string;
                    /** @description `email`, `phone`, `sms`, `post`, …; absent: all of them. */
                    channel?: string;
                    /** @description Your own key for this request: sent again with it, the same is answered and nothing is made twice. */
                    key?: string;
                    /** @example marketing */
                    purpose: string;
                    /** @enum {string} */
                    state: "granted" | "denied" | "withdrawn" | "objected";
                };
            };
        };
        responses: {
            /** @description It was kept under this key before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaidConsent"];
                };
            };
            /** @description Kept; `consents` says what counts. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaidConsent"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteProfilesReferenceConsentsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone; `consents` says what counts instead. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaidConsent"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProfilesReferenceCorrections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, undone ones too. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Correction"][];
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postProfilesReferenceCorrections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "key": "7d1c1f1e-9d0a-4b43-8c5f-0f2f0a3c6f51",
                 *       "set": {
                 *         "address": {
                 *           "street": "12 rue des Lilas",
                 *           "postalCode": "75011",
                 *           "city": "Paris"
                 *         }
                 *       },
                 *       "call": "call_8f14e45fceea167a5a36dedd"
                 *     }
                 */
                "application/json": {
                    /** @description The record that it is about, `connection/stream/key`; default: the one that is most likely meant. */
                    about?: string;
                    /** @description The call in which it was said. */
                    call?: string;
                    /** @description Your own key for this request: sent again with it, the same is answered and nothing is made twice. */
                    key?: string;
                    /** @description The `normal` of the contact point that is so no longer; default: the one that is shown. */
                    replaces?: {
                        address?: string;
                        email?: string;
                        phone?: string;
                    };
                    /** @description Attributes as they are right. `email`, `phone` and `address` take the place of the ones that are shown. */
                    set: {
                        address?: {
                            city?: string;
                            country?: string;
                            postalCode?: string;
                            region?: string;
                            street?: string;
                        };
                        birthDate?: string;
                        deceased?: boolean;
                        email?: string;
                        familyName?: string;
                        gender?: string;
                        givenName?: string;
                        honorific?: string;
                        industry?: string;
                        jobTitle?: string;
                        languages?: string[];
                        legalName?: string;
                        middleName?: string;
                        name?: string;
                        nationality?: string;
                        phone?: string;
                        suffix?: string;
                        website?: string;
                    };
                };
            };
        };
        responses: {
            /** @description It was kept under this key before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Correction"];
                };
            };
            /** @description Kept; `outcome` says what is shown. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Correction"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteProfilesReferenceCorrectionsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Undone; `outcome` says what is shown instead. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Correction"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProfilesReferenceHistory: {
        parameters: {
            query: {
                /** @description An instant, or a day (its end). */
                at: string;
            };
            header?: never;
            path: {
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The profile of then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileHead"] & {
                        at: string;
                        id: string;
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProfilesReferenceInsights: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        insights: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProfilesReferenceLinks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Links and decisions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Links"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postProfilesReferenceNotes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "call",
                 *       "text": "The clasp is faulty; she would rather have it mended than replaced.",
                 *       "outcome": "repair agreed",
                 *       "task": {
                 *         "subject": "Collect the bag",
                 *         "assignee": "Hugo Meunier",
                 *         "dueAt": "2026-11-26T17:00:00Z"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description The record that it is about, `connection/stream/key`; default: the one that is most likely meant. */
                    about?: string;
                    /** @description Who writes; default: the key's title. */
                    author?: string;
                    /** @description The call that it closes. */
                    call?: string;
                    /** @description Your own key for this request: sent again with it, the same is answered and nothing is made twice. */
                    key?: string;
                    /**
                     * @default note
                     * @enum {string}
                     */
                    kind?: "note" | "call" | "visit" | "email" | "chat";
                    /** @description How it ended, in a few words. */
                    outcome?: string;
                    subject?: string;
                    task?: {
                        /** @description Who does it. */
                        assignee?: string;
                        /** Format: date-time */
                        dueAt?: string;
                        /**
                         * @default promise
                         * @enum {string}
                         */
                        kind?: "promise" | "todo";
                        subject: string;
                    };
                    text?: string;
                };
            };
        };
        responses: {
            /** @description It was written down under this key before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
            /** @description Written down. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProfilesReferenceNotesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The note as it stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteProfilesReferenceNotesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putProfilesReferenceNotesIdTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "status": "done"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    status: "open" | "done" | "cancelled";
                };
            };
        };
        responses: {
            /** @description The note as it stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteProfilesReferenceProposalsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProfilesReferenceRecords: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All records. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Record"][];
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postProfilesReferenceReports: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "key": "phone-7f3a",
                 *       "visit": "crm/visits/a0V0000012",
                 *       "outcome": "order promised",
                 *       "text": "She lists the sun range from March, if samples come before.",
                 *       "tasks": [
                 *         {
                 *           "subject": "Send samples of the sun range",
                 *           "assignee": "Camille Roux",
                 *           "dueAt": "2026-11-27T17:00:00Z"
                 *         }
                 *       ],
                 *       "next": {
                 *         "at": "2026-12-15T09:00:00Z",
                 *         "subject": "Sun range: after the samples"
                 *       }
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: date-time
                     * @description When it was; default: when it was planned for, or now where that is still to come.
                     */
                    at?: string;
                    /** @description Who writes; default: the planned visit's, else the key's title. */
                    author?: string;
                    /** @description Your own key for this request: sent again with it, the same is answered and nothing is made twice. */
                    key?: string;
                    /** @description The next visit, as planned. */
                    next?: {
                        /** Format: date-time */
                        at: string;
                        subject?: string;
                    };
                    /** @description How it ended, in a few words. */
                    outcome?: string;
                    /**
                     * Format: date-time
                     * @description For when it was planned as you saw it; default: as it is planned now.
                     */
                    plannedFor?: string;
                    /**
                     * @description `cancelled`: it did not take place.
                     * @default done
                     * @enum {string}
                     */
                    status?: "done" | "cancelled";
                    /** @description Default: that of the planned visit. */
                    subject?: string;
                    /** @default [] */
                    tasks?: {
                        /** @description Who does it. */
                        assignee?: string;
                        /** Format: date-time */
                        dueAt?: string;
                        /**
                         * @default promise
                         * @enum {string}
                         */
                        kind?: "promise" | "todo";
                        subject: string;
                    }[];
                    text?: string;
                    /**
                     * @description The planned row, `connection/stream/key`; absent: nobody had planned it.
                     * @example crm/visits/a0V0000012
                     */
                    visit?: string;
                    /** @description In which the day of the next visit is counted. */
                    zone?: string;
                };
            };
        };
        responses: {
            /** @description It was written down under this key before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description Written down. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProfilesReferenceReportsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report as it stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteProfilesReferenceReportsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putProfilesReferenceReportsIdTasksNumber: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                number: number;
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "status": "done"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    status: "open" | "done" | "cancelled";
                };
            };
        };
        responses: {
            /** @description The report as it stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProfilesReferenceSegments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Memberships. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            segment: string;
                            since: string;
                        }[];
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProfilesReferenceTimeline: {
        parameters: {
            query?: {
                /** @description `next` of the previous page, unchanged. */
                after?: string;
                /** @description Only these, with commas: `order,case`. */
                entities?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description `prf_…`, or an identifier: `email:…`, `phone:…`, `anonymousId:…`, any namespace of the workspace. */
                reference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["TimelineItem"][];
                        /** @description Pass as `after` for the next page; null on the last. */
                        next: string | null;
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRejected: {
        parameters: {
            query?: {
                /** @description `next` of the previous page, unchanged. */
                after?: string;
                code?: string;
                limit?: number;
                stream?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RejectedRow"][];
                        /** @description Pass as `after` for the next page; null on the last. */
                        next: string | null;
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRejectedCounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Counts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            code: string;
                            count: number;
                            stream: string;
                        }[];
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postRejectedDrop: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "ids": [
                 *         41,
                 *         42
                 *       ]
                 *     }
                 */
                "application/json": {
                    ids: number[];
                };
            };
        };
        responses: {
            /** @description They are gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postRejectedReplay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "id": 41,
                 *           "raw": "{\"Id\":\"0031\",\"Birthdate\":\"1980-02-11\"}"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description `raw` is the corrected row, as JSON text; absent: as it was, under the rules of now. */
                    items: {
                        id: number;
                        raw?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description What came of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rejectedAgain: number;
                        replayed: number;
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postRows: {
        parameters: {
            query?: {
                /** @description Wait until profiles show it. */
                settle?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "stream": "crm/contacts",
                 *       "rows": [
                 *         {
                 *           "Id": "0031",
                 *           "FirstName": "Claire",
                 *           "LastName": "Fontaine",
                 *           "Email": "claire.fontaine@example.com"
                 *         }
                 *       ],
                 *       "deletes": [
                 *         "0032"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description Lets a snapshot delete more than the brake allows. */
                    allowDeletes?: boolean;
                    /** @description Where the sender will go on; kept in the commit of this batch. */
                    cursor?: unknown;
                    /** @description Keys of rows that the source deleted, with the version of the deletion where it has one. */
                    deletes?: (string | {
                        key: string;
                        version?: string | number;
                    })[];
                    /** @description Rows that the source says are now other ones. */
                    merges?: {
                        into: string;
                        key: string;
                        version?: string | number;
                    }[];
                    /** @description As the source has them; each is checked and mapped by itself. */
                    rows?: {
                        [key: string]: unknown;
                    }[];
                    /**
                     * @description A whole copy of the stream begins, or has ended: what it lacked is deleted.
                     * @enum {string}
                     */
                    snapshot?: "start" | "complete";
                    /** @example crm/contacts */
                    stream: string;
                };
            };
        };
        responses: {
            /** @description It is on disk. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accepted": 2
                     *     }
                     */
                    "application/json": {
                        accepted: number;
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSearch: {
        parameters: {
            query: {
                limit?: number;
                /** @description What was typed so far. */
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Best first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SearchHit"][];
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecrets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Names, never values. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            setAt: string;
                        }[];
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSecretsName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "value": "whsec_…"
                 *     }
                 */
                "application/json": {
                    value: string;
                };
            };
        };
        responses: {
            /** @description It is set. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSecretsName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSegments: {
        parameters: {
            query?: never;
            header?: {
                /** @description The reader’s languages, for titles that are in several. */
                "accept-language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All segments. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "name": "goldClients",
                     *           "title": "Gold clients",
                     *           "entity": "person",
                     *           "members": 118,
                     *           "version": 2
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            entity: string;
                            members: number;
                            name: string;
                            title: string | null;
                            version: number;
                        }[];
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSegmentsNameMembers: {
        parameters: {
            query?: {
                /** @description `next` of the previous page, unchanged. */
                after?: string;
                limit?: number;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @example prf_0000000f3k */
                            id: string;
                            name: string;
                            since: string;
                        }[];
                        /** @description Pass as `after` for the next page; null on the last. */
                        next: string | null;
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSegmentsPreview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "where": {
                 *         "all": [
                 *           {
                 *             "attribute": "tier",
                 *             "is": "gold"
                 *           },
                 *           {
                 *             "insight": "orders12m",
                 *             "gte": 2
                 *           }
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description As in a document; only `type` is not needed. */
                    name?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description How many, and twenty of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session, or null. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        session: components["schemas"]["Session"] | null;
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "key": "rpk_main_…"
                 *     }
                 */
                "application/json": {
                    key: string;
                };
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        session: components["schemas"]["Session"];
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cookie is gone; the key stays valid. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All connections. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Connection"][];
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSourcesConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"] & {
                        streams: {
                            cursor?: unknown;
                            entity: string;
                            isRead: boolean;
                            mode: string;
                            name: string;
                        }[];
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSourcesConnectionCheck: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its health. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSourcesConnectionRuns: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path: {
                connection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The runs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SyncRun"][];
                    };
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSourcesConnectionStop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nothing runs. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSourcesConnectionSync: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "stream": "contacts"
                 *     }
                 */
                "application/json": {
                    /** @description Lets a snapshot delete more than the brake allows. */
                    allowDeletes?: boolean;
                    /** @description Only this one. */
                    stream?: string;
                };
            };
        };
        responses: {
            /** @description It runs. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncRun"];
                };
            };
            /** @description The request cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid here. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed and not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot do this now; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
