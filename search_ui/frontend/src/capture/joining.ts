/** A second phone in the room: into a visit that another one opened, by its code. */
import { kept, trouble, words } from "./here";
import { call, NoSignIn, Refused, signIn } from "./line";
import { keepVisit, visit } from "./store";

interface Joined {
  id: string;
  code: string;
  family: string;
  commune: string;
}

/** The visit's id, once it is on this phone too; where it cannot be, that is said. */
export async function join(code: string): Promise<string | null> {
  if (!code) return null;
  try {
    await signIn();
    const found = (await call("GET", `/api/visits/codes/${encodeURIComponent(code)}`)) as Joined;
    const fields = { family: found.family, commune: found.commune, join: found.code };
    const made = { id: found.id, fields, madeAt: Date.now(), sending: false, code: found.code };
    if (!(await visit(found.id)) && !(await kept(() => keepVisit(made)))) return null;
    return found.id;
  } catch (error) {
    const why = error instanceof Refused ? error.message : "";
    trouble(why || (error instanceof NoSignIn ? words.waiting_sign_in : words.join_network) || "");
    return null;
  }
}
