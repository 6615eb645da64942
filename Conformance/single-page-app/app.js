// A single-page application without a sign-in library: code with PKCE by redirect, renewal in a frame and by CORS.
import { createRemoteJWKSet, jwtVerify } from "./jose.js";

const settings = await (await fetch("settings.json")).json();
const here = `${location.origin}/`;
const openid = await read(fetch(`${settings.authority}/${settings.tenant}/v2.0/.well-known/openid-configuration`));
const keys = createRemoteJWKSet(new URL(openid.jwks_uri));
// What is known to this page alone: gone when it is left.
const app = globalThis.app = { account: null, accessToken: null, refreshToken: null, idToken: null, scope: null, renewals: 0 };

async function read(answer) {
    const body = await (await answer).json();
    if (body.error) throw new Error(`${body.error}: ${body.error_description ?? body.error.message}`);
    return body;
}

const base64url = bytes => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

// The page that asks for a code, and what has to be remembered until the code is there.
async function request(redirect, more) {
    const asked = { state: random(), nonce: random(), verifier: random(), redirect };
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(asked.verifier));
    const query = new URLSearchParams({
        client_id: settings.client, response_type: "code", response_mode: "fragment", redirect_uri: redirect,
        scope: settings.scope, state: asked.state, nonce: asked.nonce, code_challenge_method: "S256",
        code_challenge: base64url(new Uint8Array(digest)), ...more,
    });
    return [asked, `${openid.authorization_endpoint}?${query}`];
}

async function redeem(asked, fields) {
    if (fields.get("state") !== asked.state) throw new Error("an answer to another question");
    if (fields.has("error")) throw new Error(`${fields.get("error")}: ${fields.get("error_description")}`);
    await take({
        grant_type: "authorization_code", code: fields.get("code"), redirect_uri: asked.redirect, code_verifier: asked.verifier,
    }, asked.nonce);
}

async function take(fields, nonce) {
    const body = new URLSearchParams({ client_id: settings.client, scope: settings.scope, ...fields });
    const reply = await read(fetch(openid.token_endpoint, { method: "POST", body }));
    const { payload } = await jwtVerify(reply.id_token, keys, { issuer: openid.issuer, audience: settings.client });
    if (nonce && payload.nonce !== nonce) throw new Error("an ID token for another question");
    if (app.account && app.account !== payload.oid) throw new Error("somebody else");
    Object.assign(app, {
        account: payload.oid, sid: payload.sid, login: payload.preferred_username, accessToken: reply.access_token,
        refreshToken: reply.refresh_token, idToken: reply.id_token, scope: reply.scope, expiresIn: reply.expires_in,
        refreshExpiresIn: reply.refresh_token_expires_in,
    });
}

async function me() {
    const person = await read(fetch(`${settings.graph}/v1.0/me`, { headers: { Authorization: `Bearer ${app.accessToken}` } }));
    return person.displayName;
}

// A frame without a sight: the session's cookie answers for the person, and the frame comes back to this origin.
function inFrame(address) {
    const frame = document.createElement("iframe");
    frame.hidden = true;
    frame.title = "Renewal";
    return new Promise((resolve, reject) => {
        const limit = setTimeout(() => reject(new Error("the frame does not come back")), 10_000);
        frame.addEventListener("load", () => {
            try {
                const { hash } = frame.contentWindow.location;
                clearTimeout(limit);
                resolve(new URLSearchParams(hash.slice(1)));
            } catch {
                // Not here yet.
            }
        });
        frame.src = address;
        document.body.append(frame);
    }).finally(() => frame.remove());
}

const actions = {
    async "sign-in"() {
        const [asked, address] = await request(here, {});
        sessionStorage.setItem("asked", JSON.stringify(asked));
        location.assign(address);
        return "Going to sign in.";
    },
    async frame() {
        const hint = app.login ? { login_hint: app.login } : {};
        const [asked, address] = await request(`${here}blank.html`, { prompt: "none", ...hint });
        await redeem(asked, await inFrame(address));
        return `Renewed in a frame ${++app.renewals}: ${await me()}`;
    },
    async refresh() {
        await take({ grant_type: "refresh_token", refresh_token: app.refreshToken });
        return `Renewed by the refresh token ${++app.renewals}: ${await me()}`;
    },
    async "sign-out"() {
        const query = new URLSearchParams({ post_logout_redirect_uri: here, id_token_hint: app.idToken });
        location.assign(`${openid.end_session_endpoint}?${query}`);
        return "Going to sign out.";
    },
};

async function say(what) {
    const status = document.querySelector("[role=status]");
    status.textContent = "Working.";
    try { status.textContent = await what(); } catch (error) { status.textContent = `Failed: ${error.message}`; }
}

// Whether an API that validates by this library would take a token.
app.validates = (token, issuer, audience) => jwtVerify(token, keys, {
    issuer, audience, algorithms: ["RS256"], clockTolerance: 300,
}).then(({ payload }) => payload.tid === settings.tenant, error => error.code ?? String(error));

for (const [id, action] of Object.entries(actions)) {
    document.getElementById(id).addEventListener("click", () => say(action));
}
await say(async () => {
    const answered = new URLSearchParams(location.hash.slice(1));
    const asked = JSON.parse(sessionStorage.getItem("asked"));
    history.replaceState(null, "", here);
    sessionStorage.clear();
    if (!answered.has("state") || !asked) return "Nobody is signed in.";
    await redeem(asked, answered);
    return `Signed in: ${await me()}`;
});
