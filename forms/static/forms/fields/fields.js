// The controllers of widgets that have one. A page with a form loads this beside application.js.
import { application } from "../../js/application.js";

import AreaController from "./area.js";
import FinderController from "./finder.js";
import PointController from "./point.js";
import ScoreController from "./score.js";
import SignatureController from "./signature.js";

application.register("area", AreaController);
application.register("finder", FinderController);
application.register("point", PointController);
application.register("score", ScoreController);
application.register("signature", SignatureController);
