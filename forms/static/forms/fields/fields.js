// The controllers of widgets that have one. A page with a form loads this beside application.js.
import { application } from "../../js/application.js";

import AreaController from "./area.js";

application.register("area", AreaController);
