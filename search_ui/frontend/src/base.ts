import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/components.css";
import "./styles/pages.css";
import "./styles/search.css";
import "./styles/item.css";
import "./styles/script.css";
import "./lib/keys";
import "./islands/suggest";

document.documentElement.classList.add("scripted");
